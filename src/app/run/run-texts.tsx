/** The log of a run: the newest entries, and on demand those before, so that a long run does not weigh on the page. */
import { useState } from 'react';
import { OcaqError } from '../../errors.ts';
import type { RunEvent } from '../../worker/api.ts';
import { formatNumber, formatTime } from '../format.ts';
import { errorText } from '../messages/errors.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { Section } from '../parts/layout.tsx';

const AT_ONCE = 100;
/** Entries whose text says more than their kind. */
const TOLD: readonly RunEvent['kind'][] = ['warning', 'changed', 'failed'];

export function RunLog({ events }: { events: readonly RunEvent[] }) {
  const m = useMessages();
  const language = useLanguage();
  const [shown, setShown] = useState(AT_ONCE);
  const earlier = Math.max(0, events.length - shown);
  const textOf = ({ text, error }: RunEvent) =>
    error ? errorText(new OcaqError(error.code, text, error.details), language) : text;
  return (
    <Section title={m.train.log}>
      {events.length === 0 ? (
        <p className="text-soft">{m.train.noEvents}</p>
      ) : (
        <ol className="scroll-quiet flex max-h-72 flex-col overflow-y-auto text-sm">
          {events
            .slice(earlier)
            .toReversed()
            .map((event) => (
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
                  {TOLD.includes(event.kind) && event.text !== '' && (
                    <span className="block text-soft">{textOf(event)}</span>
                  )}
                </span>
              </li>
            ))}
          {earlier > 0 && (
            <li className="py-1">
              <Button look="quiet" size="small" onClick={() => setShown(shown + AT_ONCE)}>
                {m.train.earlierEvents(formatNumber(earlier, language))}
              </Button>
            </li>
          )}
        </ol>
      )}
    </Section>
  );
}
