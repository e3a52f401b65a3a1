/** Step, progress and time left of a run, and the keys that steer it. */

import { Pause, Save, Square } from 'lucide-react';
import { useStore } from 'zustand';
import { jobOfKind } from '../../state/jobs.ts';
import { newestPace } from '../../state/pace.ts';
import { stepsDone } from '../../state/runs.ts';
import { interruptedRun } from '../../state/studio.ts';
import { canEnd } from '../../state/training.ts';
import type { RunRecord, RunSeries, RunStatus } from '../../worker/api.ts';
import { useStores, useStudio } from '../context.ts';
import { formatDuration, formatNumber } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { Mark } from '../parts/mark.tsx';
import { Bar, JobProgress } from '../parts/progress.tsx';
import { PowerNote } from './power-note.tsx';
import { Resume } from './resume.tsx';
import { runKind, runTitle } from './run-title.ts';

/** 'interrupted' when the record says running, but no page moves it. */
export function useRunStatus(run: RunRecord): RunStatus | 'interrupted' {
  const seen = useStudio((state) => run.id in state.seenRuns);
  return run.status === 'running' && !seen && !run.elsewhere ? 'interrupted' : run.status;
}

/** By the pace of the newest steps; null before there are any. */
function secondsLeft(run: RunRecord, series: RunSeries): number | null {
  const pace = newestPace(series.steps);
  return pace && ((run.settings.steps - run.step) * pace.milliseconds) / 1000;
}

export function RunHead({ run, series }: { run: RunRecord; series: RunSeries }) {
  const m = useMessages();
  const language = useLanguage();
  const { jobs } = useStores();
  const status = useRunStatus(run);
  const live = status === 'running';
  const preparing = useStore(jobs.store, (state) => jobOfKind(state.jobs, 'tokenise', 'prepare'));
  const left = live ? secondsLeft(run, series) : null;
  const number = (value: number) => formatNumber(value, language);
  const step = stepsDone(run, series, live);
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-x-5 gap-y-3">
        <Mark alive={live} className={`size-10 ${live ? '' : 'text-soft'}`} />
        <div className="min-w-0 flex-1 basis-48">
          <div className="flex flex-wrap items-baseline gap-x-2">
            <span className="text-sm text-soft">{m.train.step}</span>
            <span
              className="font-semibold text-xl tracking-tight"
              data-testid="train-step"
              data-value={step}
              data-status={status}
            >
              {m.train.stepOf(number(step), number(run.settings.steps))}
            </span>
          </div>
          <p className="text-sm text-soft">
            <span className="font-medium text-ink">{runTitle(run, m)}</span> · {runKind(run, m)}, {m.runStatus[status]}
            {left !== null && `, ${m.train.timeLeft(formatDuration(left, language))}`}
          </p>
        </div>
        <Steering run={run} status={status} />
      </div>
      {preparing && live ? (
        <JobProgress job={preparing} />
      ) : (
        <Bar share={run.settings.steps > 0 ? step / run.settings.steps : 0} label={runTitle(run, m)} alive={live} />
      )}
      {live && !run.elsewhere && <PowerNote secondsLeft={left} />}
    </div>
  );
}

function Steering({ run, status }: { run: RunRecord; status: RunStatus | 'interrupted' }) {
  const m = useMessages();
  const { training } = useStores();
  const busy = useStore(training.store, (state) => state.busy);
  const offered = useStudio((state) => interruptedRun(state)?.id === run.id);
  const icon = 'size-3.5';
  if (run.elsewhere) return null;
  if (status === 'running') {
    return (
      <div className="flex flex-wrap items-center gap-2">
        <Button disabled={busy !== null} data-testid="train-save" onClick={() => void training.saveNow(run.id)}>
          <Save className={icon} aria-hidden="true" />
          {busy === 'save' ? m.train.saving : m.train.save}
        </Button>
        <Button
          hint={m.train.pauseHint}
          disabled={!canEnd(busy)}
          data-testid="train-pause"
          onClick={() => void training.pause(run.id)}
        >
          <Pause className={icon} aria-hidden="true" />
          {busy === 'pause' ? m.train.pausing : m.train.pause}
        </Button>
        <Button
          hint={m.train.stopHint}
          disabled={!canEnd(busy)}
          data-testid="train-stop"
          onClick={() => void training.stop(run.id)}
        >
          <Square className={`${icon} fill-current`} aria-hidden="true" />
          {busy === 'stop' ? m.train.stopping : m.train.stop}
        </Button>
      </div>
    );
  }
  // A stopped run has ended where it was. The note of an interrupted one, or one that has diverged, has what resumes it.
  if (status === 'finished' || status === 'stopped' || offered || run.diverged) return null;
  return (
    <div className="flex flex-wrap items-end gap-2">
      {status === 'paused' && (
        <Button
          hint={m.train.interrupted.stopHint}
          disabled={busy !== null}
          data-testid="train-stop"
          onClick={() => void training.stop(run.id)}
        >
          <Square className={`${icon} fill-current`} aria-hidden="true" />
          {busy === 'stop' ? m.train.stopping : m.train.stop}
        </Button>
      )}
      <Resume run={run} />
    </div>
  );
}
