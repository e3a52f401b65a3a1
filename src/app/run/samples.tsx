/**
 * What the model writes as it learns: for every prompt the newest text and the earlier ones; of a held-out instruction
 * with the answer that the record gives. Text only.
 */
import type { RunRecord, SamplePoint } from '../../worker/api.ts';
import { formatNumber } from '../format.ts';
import type { Messages } from '../messages/language.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Section } from '../parts/layout.tsx';
import { SamplePrompts } from './sample-prompts.tsx';
import { WordShare } from './word-share.tsx';

export function Samples({ run, samples }: { run: RunRecord; samples: readonly SamplePoint[] }) {
  const m = useMessages();
  const prompts = byPrompt(samples);
  return (
    <Section title={m.train.samples} testId="samples" aside={<WordShare samples={samples} />}>
      {run.data.kind === 'corpus' && !isOver(run) && <SamplePrompts run={run} />}
      {prompts.length === 0 && <p className="text-soft">{noneText(run, m)}</p>}
      {prompts.map(([newest, ...older]) => (
        <article key={askedIn(newest)} className="flex flex-col gap-2 border-b pb-3 last:border-b-0">
          {newest.record && <Instruction prompt={newest.prompt} input={newest.record.input} />}
          <div className={newest.record ? 'grid gap-x-6 gap-y-2 sm:grid-cols-2' : ''}>
            <Sample sample={newest} />
            {newest.record && <Reference output={newest.record.output} />}
          </div>
          {older.length > 0 && (
            <details>
              <summary className="w-fit text-sm text-soft">
                {m.train.olderSamples} ({older.length})
              </summary>
              <div className="scroll-quiet mt-2 flex max-h-96 flex-col gap-3 overflow-y-auto">
                {older.map((sample) => (
                  <Sample key={sample.step} sample={sample} />
                ))}
              </div>
            </details>
          )}
        </article>
      ))}
    </Section>
  );
}

function noneText(run: RunRecord, m: Messages): string {
  const { data, step, settings } = run;
  if (settings.sampleEvery === 0) return m.train.samplesOff;
  if (data.kind === 'instructions' && isOver(run) && step >= settings.sampleEvery) return m.train.noneAnswered;
  return isOver(run) ? m.train.noSamplesWritten : m.train.noSamples;
}

const isOver = ({ status }: RunRecord): boolean => status === 'finished' || status === 'stopped';

/** What tells prompts apart: records may share an instruction. */
const askedIn = ({ prompt, record }: SamplePoint): string => JSON.stringify([prompt, record]);

/** Newest first within each prompt; the prompts in the order of the newest step, those asked no more after them. */
export function byPrompt(samples: readonly SamplePoint[]): [SamplePoint, ...SamplePoint[]][] {
  const last = samples.at(-1)?.step;
  const prompts = new Map<string, [SamplePoint, ...SamplePoint[]]>();
  const inOrder = [
    ...samples.filter(({ step }) => step === last),
    ...samples.filter(({ step }) => step !== last).reverse(),
  ];
  for (const sample of inOrder) {
    const asked = askedIn(sample);
    const known = prompts.get(asked);
    if (known) known.push(sample);
    else prompts.set(asked, [sample]);
  }
  return [...prompts.values()];
}

function Instruction({ prompt, input }: { prompt: string; input: string }) {
  return (
    <div>
      <p className="whitespace-pre-wrap font-medium">{prompt}</p>
      {input !== '' && <p className="whitespace-pre-wrap text-soft text-sm">{input}</p>}
    </div>
  );
}

function Sample({ sample }: { sample: SamplePoint }) {
  const m = useMessages();
  const language = useLanguage();
  const step = m.train.sampleAt(formatNumber(sample.step, language));
  return (
    <figure className="flex min-w-0 flex-col gap-1">
      <figcaption className="text-soft text-xs">{sample.record ? m.train.answerAt(step) : step}</figcaption>
      <blockquote className="whitespace-pre-wrap border-line border-l-2 pl-3">
        {!sample.record && <span className="text-soft">{sample.prompt}</span>}
        {sample.text === '' ? <span className="text-soft">{m.chat.emptyAnswer}</span> : sample.text}
      </blockquote>
      {sample.words && sample.words.total > 0 && (
        <p className="text-soft text-xs">
          {m.train.wordsKnown(formatNumber(sample.words.known, language), formatNumber(sample.words.total, language))}
        </p>
      )}
    </figure>
  );
}

function Reference({ output }: { output: string }) {
  const m = useMessages();
  return (
    <figure className="flex min-w-0 flex-col gap-1">
      <figcaption className="text-soft text-xs">{m.train.referenceAnswer}</figcaption>
      <blockquote className="whitespace-pre-wrap border-teal border-l-2 pl-3">{output}</blockquote>
    </figure>
  );
}
