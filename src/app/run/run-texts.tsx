/** What the model writes as it learns, newest first, and the log of the run. Text only. */
import { OcaqError } from '../../errors.ts';
import type { RunEvent, SamplePoint } from '../../worker/api.ts';
import { formatNumber, formatTime } from '../format.ts';
import { errorText } from '../messages/errors.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Section } from '../parts/layout.tsx';

export function Samples({ samples }: { samples: readonly SamplePoint[] }) {
  const m = useMessages();
  const newestFirst = samples.toReversed();
  const [newest, ...older] = newestFirst;
  return (
    <Section title={m.train.samples}>
      {newest ? <Sample sample={newest} /> : <p className="text-soft">{m.train.noSamples}</p>}
      {older.length > 0 && (
        <details>
          <summary className="text-sm text-soft">
            {m.train.olderSamples} ({older.length})
          </summary>
          <div className="scroll-quiet mt-3 flex max-h-96 flex-col gap-4 overflow-y-auto">
            {older.map((sample) => (
              <Sample key={sample.step} sample={sample} />
            ))}
          </div>
        </details>
      )}
    </Section>
  );
}

function Sample({ sample }: { sample: SamplePoint }) {
  const m = useMessages();
  const language = useLanguage();
  return (
    <figure className="flex flex-col gap-1">
      <figcaption className="text-soft text-xs">{m.train.sampleAt(formatNumber(sample.step, language))}</figcaption>
      <blockquote className="whitespace-pre-wrap border-line border-l-2 pl-3">
        {sample.prompt !== '' && <span className="text-soft">{sample.prompt}</span>}
        {sample.text}
      </blockquote>
    </figure>
  );
}

export function RunLog({ events }: { events: readonly RunEvent[] }) {
  const m = useMessages();
  const language = useLanguage();
  const textOf = ({ text, error }: RunEvent) =>
    error ? errorText(new OcaqError(error.code, text, error.details), language) : text;
  return (
    <Section title={m.train.log}>
      {events.length === 0 ? (
        <p className="text-soft">{m.train.noEvents}</p>
      ) : (
        <ol className="scroll-quiet flex max-h-72 flex-col overflow-y-auto text-sm">
          {events.toReversed().map((event) => (
            <li
              key={`${event.at} ${event.kind} ${event.step}`}
              className="grid grid-cols-[auto_3.5rem_minmax(0,1fr)] gap-x-3 py-1"
            >
              <time className="text-soft" dateTime={new Date(event.at).toISOString()}>
                {formatTime(event.at)}
              </time>
              <span className="text-right text-soft">{formatNumber(event.step, language)}</span>
              <span>
                {m.train.events[event.kind]}
                {(event.kind === 'warning' || event.kind === 'failed') && event.text !== '' && (
                  <span className="block text-soft">{textOf(event)}</span>
                )}
              </span>
            </li>
          ))}
        </ol>
      )}
    </Section>
  );
}
