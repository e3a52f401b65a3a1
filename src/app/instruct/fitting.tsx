/** Before the start: how many records fit the rows, what losing the rest costs, and what can be done about it. */
import { useStore } from 'zustand';
import type { InstructionPreview, RecordPlace } from '../../worker/api.ts';
import { useStores } from '../context.ts';
import { formatNumber, formatShare } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { ChoiceRow } from '../parts/choice-row.tsx';
import { useChosen } from './chosen.ts';

/** @param context of the base: rows cannot be longer */
export function Fitting({ preview, seq, context }: { preview: InstructionPreview; seq: number; context: number }) {
  const m = useMessages();
  const language = useLanguage();
  const { instruct } = useStores();
  const { starting, tooLong } = useStore(instruct.store);
  const { sets } = useChosen();
  const number = (value: number) => formatNumber(value, language);
  if (preview.tooLong === 0) return null;
  const longer = longestWithin(preview, context);
  const whole = preview.longer.at(-1);
  const { truncated, unanswered } = preview;
  const nameOf = ({ set, row }: RecordPlace): string => {
    const file = sets.length > 1 ? sets.find(({ record }) => record.id === set)?.record.fileName : undefined;
    return file === undefined ? number(row) : `${file} ${number(row)}`;
  };
  const { places, count } = unanswered;
  const named = [...places.map(nameOf), ...(count > places.length ? ['…'] : [])].join(', ');
  return (
    <div
      role="status"
      className="flex flex-col items-start gap-2 border-ink border-l-[3px] bg-sunken px-3 py-2.5"
      data-testid="instruct-fitting"
    >
      <p>
        {m.instruct.fit(number(preview.usable), number(preview.total), number(seq))}{' '}
        {tooLong === 'leave-out' && m.instruct.lost(formatShare(preview.tooLong / preview.total, language))}
      </p>
      {longer && (
        <Button
          size="small"
          data-testid="instruct-longer"
          disabled={starting}
          onClick={() => instruct.change({ seq: longer.seq })}
        >
          {m.instruct.longerRows(number(longer.seq), number(longer.usable))}
        </Button>
      )}
      {whole && whole.seq > context && <p>{m.instruct.contextEnds(number(context), number(whole.seq))}</p>}
      {truncated.records > 0 && (
        <ChoiceRow
          legend={m.instruct.tooLongChoice}
          options={(['leave-out', 'truncate'] as const).map((value) => ({
            value,
            label: m.instruct.tooLongChoices[value],
          }))}
          value={tooLong}
          disabled={starting}
          onChange={(next) => instruct.change({ tooLong: next })}
        />
      )}
      {truncated.records > 0 && (
        <p className="text-soft" data-testid="instruct-truncated">
          {m.instruct.truncated(
            number(truncated.records),
            number(truncated.lostTokens),
            number(truncated.answerTokens),
            formatShare(truncated.lostTokens / truncated.answerTokens, language),
          )}
        </p>
      )}
      {unanswered.count > 0 && (
        <p className="text-soft" data-testid="instruct-unanswered">
          {m.instruct.promptsTooLong(number(unanswered.count))} {m.instruct.remarkRows(named)}
        </p>
      )}
      {tooLong === 'leave-out' && preview.usable > 0 && (
        <p className="text-soft">{m.instruct.onlyUsable(number(preview.usable))}</p>
      )}
    </div>
  );
}

/** The shortest rows within the context into which most records fit; null where none fit more than now. */
function longestWithin({ longer, usable }: InstructionPreview, context: number) {
  const within = longer.filter((rows) => rows.seq <= context);
  const most = Math.max(usable, ...within.map((rows) => rows.usable));
  return within.find((rows) => rows.usable === most && most > usable) ?? null;
}
