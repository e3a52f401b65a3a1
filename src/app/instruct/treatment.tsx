/** How examples are learned: packed or one a row, with a loss on prompts or without, with text among them or without. */
import { useStore } from 'zustand';
import { PROMPT_WEIGHTS } from '../../data/instruct/prompt-weight.ts';
import { embeddingDropouts, replayShares } from '../../state/instruct.ts';
import type { ExampleTreatment, InstructionPreview } from '../../worker/api.ts';
import { useStores } from '../context.ts';
import { formatNumber, formatShare } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { ChoiceRow } from '../parts/choice-row.tsx';

/** @param rowsPerStep of an optimizer step */
export function Treatment({
  preview: { learned, canReplay },
  chosen,
  rowsPerStep,
}: {
  preview: InstructionPreview;
  chosen: ExampleTreatment;
  rowsPerStep: number;
}) {
  const m = useMessages();
  const language = useLanguage();
  const { instruct } = useStores();
  const { starting } = useStore(instruct.store);
  const number = (value: number) => formatNumber(value, language);
  const stepsFor = (rows: number) => number(Math.ceil(rows / rowsPerStep));
  const steps = { packed: stepsFor(learned.packedRows), oneEach: stepsFor(learned.rows) };
  return (
    <div className="flex flex-col gap-3" data-testid="instruct-treatment">
      <ChoiceRow
        legend={m.instruct.rows}
        options={[false, true].map((value) => ({ value, label: value ? m.instruct.packed : m.instruct.oneEach }))}
        value={chosen.packed}
        disabled={starting}
        onChange={(packed) => instruct.change({ packed })}
      />
      <p className="text-sm text-soft">
        {steps.packed === steps.oneEach
          ? m.instruct.packingSameSteps(number(learned.rows), number(learned.packedRows), steps.packed)
          : m.instruct.packing(number(learned.rows), number(learned.packedRows), steps.packed, steps.oneEach)}
      </p>
      <ChoiceRow
        legend={m.instruct.promptLoss}
        options={PROMPT_WEIGHTS.map((value) => ({
          value,
          label: value === 0 ? m.instruct.noPromptLoss : m.instruct.promptWeight(formatNumber(value, language, 1)),
        }))}
        value={chosen.promptWeight}
        disabled={starting}
        onChange={(promptWeight) => instruct.change({ promptWeight })}
      />
      <p className="text-sm text-soft">{m.instruct.promptLossHint}</p>
      <ChoiceRow
        legend={m.instruct.embeddingDropout}
        options={embeddingDropouts.map((value) => ({
          value,
          label: value === 0 ? m.instruct.noDropout : formatShare(value, language),
        }))}
        value={chosen.embeddingDropout}
        disabled={starting}
        onChange={(embeddingDropout) => instruct.change({ embeddingDropout })}
      />
      <p className="text-sm text-soft">{m.instruct.embeddingDropoutHint}</p>
      {canReplay && (
        <>
          <ChoiceRow
            legend={m.instruct.replay}
            options={replayShares.map((value) => ({
              value,
              label: value === 0 ? m.instruct.noReplay : m.instruct.replayShare(formatShare(value, language)),
            }))}
            value={chosen.replayShare}
            disabled={starting}
            onChange={(replayShare) => instruct.change({ replayShare })}
          />
          <p className="text-sm text-soft">{m.instruct.replayHint}</p>
        </>
      )}
    </div>
  );
}
