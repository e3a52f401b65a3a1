/** One run, live: where it is, how to steer it, how good it is, its metrics, its curve, what it writes, what happened. */
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { OcaqError } from '../../errors.ts';
import { emptySeries } from '../../state/runs.ts';
import { interruptedRun } from '../../state/studio.ts';
import type { RunRecord } from '../../worker/api.ts';
import { useStores, useStudio } from '../context.ts';
import { useMessages } from '../messages/messages.ts';
import { ErrorNote } from '../parts/error-note.tsx';
import { Diverged } from './diverged.tsx';
import { LossChart } from './loss-chart.tsx';
import { Onward } from './onward.tsx';
import { RunHead } from './run-head.tsx';
import { RunMetrics } from './run-metrics.tsx';
import { RunNotebook } from './run-notebook.tsx';
import { RunOrigin } from './run-origin.tsx';
import { RunLog } from './run-texts.tsx';
import { RunVerdict } from './run-verdict.tsx';
import { Samples } from './samples.tsx';
import { SeedResult, WaitingSeeds } from './seed-forms.tsx';

export function RunPanel({ run }: { run: RunRecord }) {
  const m = useMessages();
  const { runs, training } = useStores();
  const series = useStore(runs.store, (state) => state.series[run.id]) ?? emptySeries;
  const seriesError = useStore(runs.store, (state) => state.error);
  const isAsked = useStudio((state) => interruptedRun(state)?.id === run.id);
  const actionError = useStore(training.store, (state) => state.error);

  useEffect(() => {
    void runs.load(run.id);
  }, [runs, run.id]);

  return (
    <div className="flex flex-col gap-8">
      <RunHead run={run} series={series} />
      <RunOrigin run={run} />
      <WaitingSeeds run={run} />
      <RunVerdict run={run} series={series} />
      <SeedResult run={run} />
      {actionError && <ErrorNote error={actionError} />}
      {run.diverged && (run.status === 'paused' || run.status === 'failed') && !isAsked && (
        <Diverged run={run} diverged={run.diverged} />
      )}
      {run.status === 'failed' && run.error !== null && !run.diverged && (
        <ErrorNote title={m.train.failed} error={new OcaqError(run.error.code, run.error.message, run.error.details)} />
      )}
      {seriesError && <ErrorNote error={seriesError} />}
      <RunMetrics run={run} series={series} />
      <LossChart run={run} series={series} />
      <RunNotebook run={run} />
      <Onward run={run} />
      <div className="grid items-start gap-x-12 gap-y-8 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <Samples run={run} samples={series.samples} />
        <RunLog events={series.events} />
      </div>
    </div>
  );
}
