/** The conversation that is open, with the answer that is being written at its end. */
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { jobOfKind } from '../../state/jobs.ts';
import { liveRun } from '../../state/studio.ts';
import { useStores, useStudio } from '../context.ts';
import { useMessages } from '../messages/messages.ts';
import { ClosingLine } from '../parts/closing-line.tsx';
import { ErrorNote } from '../parts/error-note.tsx';
import { withPlaces } from '../parts/places.ts';
import { JobProgress } from '../parts/progress.tsx';
import { ChancesLegend } from './chances-legend.tsx';
import { Composer } from './composer.tsx';
import { ExchangeView } from './exchange-view.tsx';

export function ConversationView({ withChances }: { withChances: boolean }) {
  const m = useMessages();
  const { chat, jobs } = useStores();
  const { conversation, live, error } = useStore(chat.store);
  const loading = useStore(jobs.store, (state) => jobOfKind(state.jobs, 'load'));
  const training = useStudio((state) => liveRun(state) !== null);
  const end = useRef<HTMLDivElement>(null);
  const { exchanges } = conversation;
  const count = exchanges.length;
  const written = live?.text.length ?? 0;

  useEffect(() => {
    if (written > 0) end.current?.scrollIntoView({ block: 'nearest' });
  }, [written]);

  return (
    <div className="flex min-w-0 flex-col gap-4">
      {training && <p className="border-line border-l-2 pl-3 text-sm text-soft">{m.chat.training}</p>}
      {withChances && <ChancesLegend />}
      <div
        role="log"
        aria-label={m.chat.conversation}
        className="flex min-h-[max(240px,calc(100dvh-320px))] flex-col gap-5"
      >
        {count === 0 && (
          <div className="flex max-w-lg flex-col gap-1 py-8">
            <p className="font-semibold text-lg">{m.chat.begin}</p>
            <p className="text-soft">{m.chat.beginLead}</p>
          </div>
        )}
        {withPlaces(exchanges).map(({ place, item: exchange }) => (
          <ExchangeView
            key={`${conversation.id} ${place}`}
            exchange={exchange}
            place={place}
            isLast={place === count - 1}
            live={place === count - 1 ? live : null}
            withChances={withChances}
          />
        ))}
        {loading && <JobProgress job={loading} />}
        {error && <ErrorNote error={error} />}
        <ClosingLine step="chat" />
        <div ref={end} className="scroll-mb-40" />
      </div>
      <Composer />
    </div>
  );
}
