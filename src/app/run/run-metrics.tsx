/** The metrics of a run's steps, each with the shape of its recent past. */
import { useMemo } from 'react';
import { decimate } from '../../state/chart/decimate.ts';
import { newestPace, paceCurve } from '../../state/pace.ts';
import type { RunRecord, RunSeries, StepPoint } from '../../worker/api.ts';
import { formatBytes, formatFigures, formatMilliseconds, formatNumber } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Readout } from '../parts/layout.tsx';
import { Sparkline } from '../parts/sparkline.tsx';
import { Term } from '../parts/term.tsx';
import { useRunStatus } from './run-head.tsx';

/** Of a sparkline. */
const MOST_POINTS = 120;

function curve(points: readonly StepPoint[], value: (point: StepPoint) => number): number[] {
  return decimate(points, MOST_POINTS, value).map(value);
}

export function RunMetrics({ run, series }: { run: RunRecord; series: RunSeries }) {
  const m = useMessages();
  const language = useLanguage();
  const alive = useRunStatus(run) === 'running';
  const newest = series.steps.at(-1);
  const pace = newestPace(series.steps);
  const { steps } = series;
  const curves = useMemo(
    () => ({
      paces: paceCurve(steps, MOST_POINTS),
      loss: curve(steps, ({ loss }) => loss),
      learningRate: curve(steps, ({ learningRate }) => learningRate),
      gradNorm: curve(steps, ({ gradNorm }) => gradNorm),
    }),
    [steps],
  );
  const heldOut = series.heldOut.at(-1);
  const heldOutLoss = heldOut?.loss ?? run.heldOutLoss;
  const trainLoss = newest?.loss ?? run.trainLoss;
  const none = <span className="text-soft">–</span>;
  const number = (value: number, digits = 0) => formatNumber(value, language, digits);
  return (
    <div className="grid grid-cols-2 gap-x-4 gap-y-5 sm:grid-cols-3 lg:grid-cols-4 xl:grid-cols-7">
      <Readout
        label={<Term id="loss">{m.train.trainLoss}</Term>}
        value={trainLoss === null ? none : number(trainLoss, 3)}
        unit="nat"
      >
        <Sparkline values={curves.loss} tone={alive ? 'ember' : 'ink'} />
      </Readout>
      <Readout
        label={<Term id="heldOut">{m.train.heldOutLoss}</Term>}
        value={
          <span data-testid="train-heldout" {...(heldOutLoss === null ? {} : { 'data-value': heldOutLoss })}>
            {heldOutLoss === null ? none : number(heldOutLoss, 3)}
          </span>
        }
        unit={heldOutLoss === null ? undefined : 'nat'}
        tone="teal"
        note={heldOut ? m.train.bitsPerByte(number(heldOut.bitsPerByte, 3)) : m.train.notYet}
      />
      <Readout
        label={<Term id="perplexity">{m.train.perplexity}</Term>}
        value={heldOut ? formatFigures(heldOut.perplexity, language, 4) : none}
        tone="teal"
      />
      <Readout label={m.train.speed} value={pace ? number(pace.tokensPerSecond) : none} unit={m.train.tokensPerSecond}>
        <Sparkline fromZero values={curves.paces.map(({ tokensPerSecond }) => tokensPerSecond)} />
      </Readout>
      <Readout
        label={<Term id="step">{m.train.stepTime}</Term>}
        value={pace ? formatMilliseconds(pace.milliseconds, language) : none}
      >
        <Sparkline fromZero values={curves.paces.map(({ milliseconds }) => milliseconds)} />
      </Readout>
      <Readout
        label={<Term id="learningRate">{m.train.learningRate}</Term>}
        value={newest ? formatFigures(newest.learningRate, language) : none}
      >
        <Sparkline values={curves.learningRate} />
      </Readout>
      <Readout
        label={<Term id="gradNorm">{m.train.gradNorm}</Term>}
        value={newest ? formatFigures(newest.gradNorm, language) : none}
      >
        <Sparkline values={curves.gradNorm} />
      </Readout>
      <MemoryMetric run={run} />
    </div>
  );
}

function MemoryMetric({ run }: { run: RunRecord }) {
  const m = useMessages();
  const language = useLanguage();
  const scale = Math.max(run.plannedBytes, run.usedBytes, 1);
  return (
    <div className="col-span-full flex flex-wrap items-center gap-x-4 gap-y-1 text-sm">
      <span className="text-soft">
        <Term id="vram">{m.train.memory}</Term>
      </span>
      <div className="h-1.5 min-w-24 flex-1 overflow-hidden rounded-full bg-hairline" aria-hidden="true">
        <div className="h-full bg-soft" style={{ width: `${(run.usedBytes / scale) * 100}%` }} />
      </div>
      <span>
        {formatBytes(run.usedBytes, language)} <span className="text-soft">{m.train.memoryUsed}</span>
      </span>
      <span>
        {formatBytes(run.plannedBytes, language)} <span className="text-soft">{m.train.memoryPlanned}</span>
      </span>
    </div>
  );
}
