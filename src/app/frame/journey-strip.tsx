/**
 * The journey with the sample, seen from every screen: which step it is at, how long, and stop. The page follows the
 * journey from screen to screen as long as the person stays on its step; whoever goes elsewhere is left there.
 */
import { ArrowRight, Square, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useStore } from 'zustand';
import { jobOfKind } from '../../state/jobs.ts';
import { type JourneyStep, journeySteps } from '../../state/journey.ts';
import { liveRun } from '../../state/studio.ts';
import { useStores, useStudio } from '../context.ts';
import { formatDuration } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Button, IconButton } from '../parts/button.tsx';
import { ErrorNote } from '../parts/error-note.tsx';
import { jobShare } from '../parts/progress.tsx';
import { screenOf } from '../screens.ts';

function useNow(running: boolean): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [running]);
  return now;
}

/** How much of the present step is done; null while that is not known. */
function useStepShare(): number | null {
  const jobs = useStore(useStores().jobs.store, (state) => state.jobs);
  const run = useStudio(liveRun);
  if (run && run.settings.steps > 0 && run.step > 0) return run.step / run.settings.steps;
  const job = jobOfKind(jobs, 'import', 'tokenizer', 'tokenise', 'prepare', 'load', 'measure', 'tune');
  return job ? jobShare(job) : null;
}

export function JourneyStrip() {
  const m = useMessages();
  const language = useLanguage();
  const { journey } = useStores();
  const state = useStore(journey.store);
  const [path, navigate] = useLocation();
  const share = useStepShare();
  const running = state.phase === 'running' || state.phase === 'stopping';
  const now = useNow(running);
  const followed = useRef<JourneyStep | null>(null);

  useEffect(() => {
    const before = followed.current;
    followed.current = state.step;
    if (!running || state.step === null || state.step === before) return;
    if (before === null || screenOf(path) === before) navigate(`/${state.step}`);
  }, [running, state.step, path, navigate]);

  if (state.phase === 'idle') return null;
  const reached = state.step === null ? -1 : journeySteps.indexOf(state.step);
  // Ten seconds are as exact as the promise is.
  const ahead = state.promisedEnd === null ? null : Math.max(10, 10 * Math.round((state.promisedEnd - now) / 10_000));
  const time = formatDuration(Math.max(0, (running ? now : state.endedAt) - state.startedAt) / 1000, language);

  return (
    <section aria-label={m.journey.title} className="border-b bg-sunken px-4 py-3 lg:px-8">
      <div className="mx-auto flex w-full max-w-[1116px] flex-col gap-3">
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <ol className="flex min-w-0 flex-1 basis-80 items-start gap-1">
            {journeySteps.map((step, index) => {
              const done = state.phase === 'done' || index < reached;
              const current = state.phase !== 'done' && index === reached;
              const seconds = state.seconds[step];
              return (
                <li key={step} className="min-w-0 flex-1" aria-current={current ? 'step' : undefined}>
                  <Link href={`/${step}`} className="block rounded-sm">
                    <span className="block h-1 overflow-hidden rounded-full bg-hairline">
                      {done && <span className="block h-full bg-ink" />}
                      {current && running && share === null && (
                        <span className="drifting block h-full w-1/3 bg-ember" />
                      )}
                      {current && (!running || share !== null) && (
                        <span className="block h-full bg-ember" style={{ width: `${(share ?? 0.15) * 100}%` }} />
                      )}
                    </span>
                    <span
                      className={`mt-1 block truncate text-sm max-sm:text-xs ${current ? 'font-semibold text-ink' : done ? 'text-ink' : 'text-soft'}`}
                    >
                      {m.journey.steps[step]}
                    </span>
                    <span className="block truncate text-soft text-xs max-sm:hidden">
                      {seconds === undefined ? '\u00a0' : formatDuration(seconds, language)}
                    </span>
                  </Link>
                </li>
              );
            })}
          </ol>
          <div className="flex items-center gap-3 text-sm max-sm:w-full max-sm:justify-between">
            <span className="text-soft" role="timer">
              {running ? m.journey.elapsed(time) : m.journey.took(time)}
              {running && ahead !== null && `, ${m.journey.left(formatDuration(ahead, language))}`}
            </span>
            {running ? (
              <Button
                size="small"
                data-testid="journey-stop"
                disabled={state.phase === 'stopping'}
                onClick={() => void journey.stop()}
              >
                <Square className="size-3 fill-current" aria-hidden="true" />
                {state.phase === 'stopping' ? m.journey.stopping : m.journey.stop}
              </Button>
            ) : (
              <IconButton label={m.dismiss} onClick={() => journey.dismiss()}>
                <X className="size-4" aria-hidden="true" />
              </IconButton>
            )}
          </div>
        </div>
        {state.phase === 'stopped' && <p role="status">{m.journey.stopped}</p>}
        {state.phase === 'done' && (
          <p role="status" data-testid="journey-done" className="flex flex-wrap items-center gap-2">
            {m.journey.done}
            {screenOf(path) !== 'chat' && (
              <Link href="/chat" className="inline-flex items-center gap-1 font-medium underline underline-offset-2">
                {m.screens.chat} <ArrowRight className="size-3.5" aria-hidden="true" />
              </Link>
            )}
          </p>
        )}
        {state.phase === 'failed' && state.error && <ErrorNote title={m.journey.failed} error={state.error} />}
      </div>
    </section>
  );
}
