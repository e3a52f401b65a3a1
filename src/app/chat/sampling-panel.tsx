/** Which checkpoints answer, in which template, what they are told before, and how they choose their words. */
import { useStore } from 'zustand';
import { templateOf } from '../../state/chat.ts';
import { useStores } from '../context.ts';
import { useMessages } from '../messages/messages.ts';
import { LinesField, NumberField, SelectField } from '../parts/fields.tsx';
import { Section } from '../parts/layout.tsx';
import { useAnswering } from './answering.ts';
import { CheckpointsField } from './checkpoints-field.tsx';

export function SamplingPanel() {
  const m = useMessages();
  const { chat } = useStores();
  const { template, sampling, live, conversation } = useStore(chat.store);
  const isTold = useAnswering().some((one) => templateOf(template, one) !== null);
  const busy = live !== null;
  const c = m.chat;
  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-col gap-4">
        <CheckpointsField />
        <SelectField
          label={c.template}
          term="template"
          value={template}
          disabled={busy}
          options={(['auto', 'az', 'alpaca', 'plain'] as const).map((value) => ({ value, label: c.templates[value] }))}
          onChange={(next) => chat.change({ template: next })}
        />
        {isTold && (
          <LinesField
            label={c.system}
            value={conversation.system ?? ''}
            disabled={busy}
            testId="chat-system"
            onChange={(text) => chat.setSystem(text)}
          />
        )}
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
            label={c.noRepeatNgram}
            term="noRepeatNgram"
            value={sampling.noRepeatNgram}
            min={0}
            max={1024}
            onChange={(noRepeatNgram) => chat.setSampling({ noRepeatNgram })}
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
        <LinesField
          label={c.stopTexts}
          hint={c.stopTextsHint}
          value={sampling.stop.map(withoutBreaks).join('\n')}
          testId="chat-stop-texts"
          onChange={(lines) => chat.setSampling({ stop: lines.split('\n').map(withBreaks) })}
        />
      </Section>
    </div>
  );
}

/** A line break within a text that stands on one line. */
const BREAK = '\\n';
const withoutBreaks = (text: string): string => text.replaceAll('\n', BREAK);
const withBreaks = (line: string): string => line.replaceAll(BREAK, '\n');
