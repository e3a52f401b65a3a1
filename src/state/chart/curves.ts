/** The curves of runs: losses over steps, tokens or time, smoothed as the person wants them. Pure. */
import type { Id, RunRecord, RunSeries } from '../../worker/api.ts';
import { decimate, decimatedPlaces, smoothed } from './decimate.ts';

/** What the x-axis counts: optimizer steps, tokens seen, or seconds of training. */
export const axes = ['step', 'tokens', 'time'] as const;
export type Axis = (typeof axes)[number];

/** How wide the moving mean is: the share of the run so far to either side of a step. */
export const smoothings = { none: 0, light: 1 / 100, medium: 1 / 30, strong: 1 / 10 } as const;
export type Smoothing = keyof typeof smoothings;
/** Steps to either side, at most: a longer mean would hide what the last hour did. */
const widestReach = { none: 0, light: 15, medium: 50, strong: 150 } as const satisfies Record<Smoothing, number>;

export interface ChartPoint {
  x: number;
  value: number;
}

export interface RunCurves {
  run: Id;
  train: readonly ChartPoint[];
  smoothed: readonly ChartPoint[];
  heldOut: readonly ChartPoint[];
  /** The lowest held-out loss; of equals the earliest; null before the first evaluation. */
  best: ChartPoint | null;
  /** Where the run will end on this axis, if it keeps its pace. */
  end: number;
}

export const trainPoints = 800;
export const heldOutPoints = 200;

/** What the curves of a run depend on beside its series: little, so that they need not be made anew whenever its record is. */
export interface RunExtent {
  id: Id;
  /** Of the whole run. */
  steps: number;
  tokensPerStep: number;
}

export const extentOf = ({ id, choice: { batch, seq, accumulate }, settings: { steps } }: RunRecord): RunExtent => ({
  id,
  steps,
  tokensPerStep: batch * seq * accumulate,
});

export type CurvedSeries = Pick<RunSeries, 'steps' | 'heldOut'>;

/** A run's losses: at most a thousand points, whatever its length. */
export function lossCurves(run: RunExtent, series: CurvedSeries, axis: Axis, smoothing: Smoothing): RunCurves {
  const place = placement(run, series, axis);
  const finite = series.steps.filter((point) => Number.isFinite(point.loss));
  const reach = Math.min(widestReach[smoothing], Math.floor(finite.length * smoothings[smoothing]));
  const lossAt = (index: number) => finite[index]!.loss;
  const meanAt = smoothing === 'none' ? lossAt : smoothed(finite.length, lossAt, reach);
  const drawn = decimatedPlaces(finite.length, trainPoints, lossAt);
  const placeOf = (index: number) => place(finite[index]!.step);
  const [best = null] = series.heldOut
    .filter(({ loss }) => Number.isFinite(loss))
    .toSorted((a, b) => a.loss - b.loss || a.step - b.step);
  const heldOut = decimate(series.heldOut, heldOutPoints, (point) => point.loss);
  return {
    run: run.id,
    train: drawn.map((index) => ({ x: placeOf(index), value: lossAt(index) })),
    smoothed: drawn.map((index) => ({ x: placeOf(index), value: meanAt(index) })),
    heldOut: heldOut.map(({ step, loss }) => ({ x: place(step), value: loss })),
    best: best && { x: place(best.step), value: best.loss },
    end: place(run.steps),
  };
}

/** From a step to its place on the axis. Times of steps that are not known are taken as the mean of the known ones. */
export function placement({ tokensPerStep }: RunExtent, series: CurvedSeries, axis: Axis): (step: number) => number {
  switch (axis) {
    case 'step':
      return (step) => step;
    case 'tokens':
      return (step) => step * tokensPerStep;
    case 'time':
      return timeOfSteps(series);
    default:
      return axis satisfies never;
  }
}

function timeOfSteps({ steps }: CurvedSeries): (step: number) => number {
  const known = steps.map(({ stepMilliseconds }) => stepMilliseconds / 1000);
  const mean = known.reduce((sum, seconds) => sum + seconds, 0) / Math.max(1, known.length);
  const ends: { step: number; seconds: number }[] = [{ step: 0, seconds: 0 }];
  for (const [index, { step }] of steps.entries()) {
    const before = ends[ends.length - 1] ?? { step: 0, seconds: 0 };
    // Steps between stored points took as long as the mean.
    const seconds = before.seconds + (step - before.step - 1) * mean + (known[index] ?? mean);
    ends.push({ step, seconds });
  }
  return (step) => {
    const at = lastAtOrBefore(ends, step, (end) => end.step);
    return at ? at.seconds + (step - at.step) * mean : 0;
  };
}

/** Of ascending items, the last whose key is not beyond `limit`; null where all are. */
export function lastAtOrBefore<T>(items: readonly T[], limit: number, key: (item: T) => number): T | null {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (key(items[middle] as T) <= limit) low = middle + 1;
    else high = middle;
  }
  return items[low - 1] ?? null;
}
