/** Which checkpoint answers, in which template, and how it chooses its words. */
import { useStore } from 'zustand';
import { useStores, useStudio } from '../context.ts';
import { useMessages } from '../messages/messages.ts';
import { CheckpointField } from '../parts/checkpoint-field.tsx';
import { NumberField, SelectField } from '../parts/fields.tsx';
import { Section } from '../parts/layout.tsx';
import { useAnswering } from './answering.ts';

export function SamplingPanel() {
  const m = useMessages();
  const { chat } = useStores();
  const { template, sampling, live } = useStore(chat.store);
  const checkpoints = useStudio((state) => state.snapshot?.checkpoints) ?? [];
  const { first, second } = useAnswering();
  const others = checkpoints.filter((one) => one.id !== first?.id);
  const busy = live !== null;
  const c = m.chat;
  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-col gap-4">
        <CheckpointField
          label={c.checkpoint}
          checkpoints={checkpoints}
          value={first?.id ?? null}
          disabled={busy}
          onChange={(id) => chat.change({ checkpoint: id })}
        />
        {others.length > 0 && (
          <CheckpointField
            label={c.compareWith}
            checkpoints={others}
            value={second?.id ?? null}
            none={c.compareNone}
            testId="chat-compare"
            disabled={busy}
            onChange={(id) => chat.change({ compared: id === '' ? null : id })}
          />
        )}
        <SelectField
          label={c.template}
          term="template"
          value={template}
          disabled={busy}
          options={(['auto', 'az', 'alpaca', 'plain'] as const).map((value) => ({ value, label: c.templates[value] }))}
          onChange={(next) => chat.change({ template: next })}
        />
      </div>
      <Section title={c.sampling}>
        <div className="grid grid-cols-2 gap-x-4 gap-y-4">
          <NumberField
            label={c.temperature}
            term="temperature"
            value={sampling.temperature}
            min={0}
            max={5}
            step={0.1}
            onChange={(temperature) => chat.setSampling({ temperature })}
          />
          <NumberField
            label={c.topK}
            term="topK"
            value={sampling.topK}
            min={0}
            max={65_536}
            onChange={(topK) => chat.setSampling({ topK })}
          />
          <NumberField
            label={c.topP}
            term="topP"
            value={sampling.topP}
            min={0}
            max={1}
            step={0.05}
            onChange={(topP) => chat.setSampling({ topP })}
          />
          <NumberField
            label={c.minP}
            term="minP"
            value={sampling.minP}
            min={0}
            max={1}
            step={0.01}
            onChange={(minP) => chat.setSampling({ minP })}
          />
          <NumberField
            label={c.repetitionPenalty}
            term="repetitionPenalty"
            value={sampling.repetitionPenalty}
            min={0.1}
            max={10}
            step={0.05}
            onChange={(repetitionPenalty) => chat.setSampling({ repetitionPenalty })}
          />
          <NumberField
            label={c.seed}
            term="seed"
            value={sampling.seed}
            min={0}
            max={4_294_967_295}
            onChange={(seed) => chat.setSampling({ seed })}
          />
          <NumberField
            label={c.maxTokens}
            term="token"
            value={sampling.maxTokens}
            min={1}
            max={65_536}
            onChange={(maxTokens) => chat.setSampling({ maxTokens })}
          />
        </div>
      </Section>
    </div>
  );
}
