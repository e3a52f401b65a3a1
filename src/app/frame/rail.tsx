/** The journey as a thread with a star at each step: outlined while empty, filled when ready, breathing while alive. */
import { Lock } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Link, useLocation } from 'wouter';
import { useStore } from 'zustand';
import { hostOf, turnedOn } from '../../state/hosts.ts';
import { jobOfKind } from '../../state/jobs.ts';
import { liveRun } from '../../state/studio.ts';
import { useStores, useStudio } from '../context.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Mark, StarNode } from '../parts/mark.tsx';
import { type ScreenId, screenOf, screens } from '../screens.ts';
import { type Readiness, readinessOf } from './readiness.ts';

function useReadiness(): Record<ScreenId, Readiness> {
  const language = useLanguage();
  const snapshot = useStudio((state) => state.snapshot);
  const live = useStudio(liveRun);
  const jobs = useStore(useStores().jobs.store, (state) => state.jobs);
  const readiness = readinessOf(snapshot, live, language);
  if (jobOfKind(jobs, 'tokenizer')) readiness.tokenizer = { ...readiness.tokenizer, state: 'alive' };
  if (jobOfKind(jobs, 'score')) readiness.evaluate = { ...readiness.evaluate, state: 'alive' };
  if (jobOfKind(jobs, 'export')) readiness.export = { ...readiness.export, state: 'alive' };
  return readiness;
}

export function Rail() {
  const m = useMessages();
  const [path] = useLocation();
  const current = screenOf(path);
  const readiness = useReadiness();
  const alive = useStudio((state) => liveRun(state) !== null);
  const list = useRef<HTMLOListElement>(null);

  useEffect(() => {
    const bar = list.current;
    if (current === null || !bar) return;
    const follow = () => {
      const step = bar.querySelector('[aria-current="page"]')?.parentElement;
      // In the middle, so that the steps before and after it are seen as well.
      if (step) bar.scrollLeft = step.offsetLeft - (bar.clientWidth - step.offsetWidth) / 2;
    };
    follow();
    const resizing = new ResizeObserver(follow);
    resizing.observe(bar);
    return () => resizing.disconnect();
  }, [current]);

  return (
    <aside
      aria-label={m.appName}
      className="sticky z-20 bg-paper max-lg:bottom-0 max-lg:order-last max-lg:border-t lg:top-0 lg:flex lg:h-dvh lg:flex-col lg:border-r"
    >
      <div className="hidden h-14 items-center gap-2.5 px-5 lg:flex">
        <Mark alive={alive} className="size-7" />
        <span className="font-semibold text-lg tracking-tight">{m.appName}</span>
      </div>
      <nav aria-label={m.navigation} className="min-w-0 lg:flex-1 lg:overflow-y-auto lg:pt-3">
        <ol ref={list} className="scroll-quiet flex overflow-x-auto max-lg:[scrollbar-width:none] lg:flex-col">
          {screens.map((screen, index) => {
            const { state, text } = readiness[screen];
            const here = screen === current;
            return (
              <li key={screen} className="relative shrink-0">
                {index < screens.length - 1 && (
                  <span className="absolute top-[27px] bottom-[-11px] left-[27.5px] z-10 hidden w-px bg-line lg:block" />
                )}
                <Link
                  href={`/${screen}`}
                  aria-current={here ? 'page' : undefined}
                  className={`group relative flex items-center gap-2 px-3 py-2.5 outline-offset-[-3px] lg:mx-2 lg:items-start lg:gap-3 lg:rounded-md lg:px-3 lg:py-2 ${
                    here
                      ? 'text-ink max-lg:shadow-[inset_0_2px_0_var(--ink)] lg:bg-sunken'
                      : 'text-soft hover:text-ink lg:hover:bg-sunken'
                  }`}
                >
                  <span className="lg:mt-0.5">
                    <StarNode state={state} />
                  </span>
                  <span className="min-w-0">
                    <span
                      className={`block ${here ? 'font-semibold' : 'font-medium'} ${state === 'empty' ? '' : 'text-ink'}`}
                    >
                      {m.screens[screen]}
                    </span>
                    <span className="hidden truncate text-soft text-xs lg:block">{text}</span>
                  </span>
                </Link>
              </li>
            );
          })}
        </ol>
      </nav>
      <p className="hidden items-center gap-2 px-5 py-4 text-soft text-xs lg:flex">
        <Lock className="size-3.5 shrink-0" aria-hidden="true" />
        {turnedOn.length === 0 ? m.promise : m.promiseBut(turnedOn.map(hostOf).join(', '))}
      </p>
    </aside>
  );
}
