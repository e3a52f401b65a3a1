/** Series of points as the rows and the ranges of a chart, and the curves of a run's loss. Pure. */
import type { RunSeries } from '../worker/api.ts';
import { decimate, smooth } from './decimate.ts';

export interface ChartPoint {
  step: number;
  value: number;
}

/** A curve that a chart draws; its points are in order of steps. */
export interface ChartSeries {
  id: string;
  points: readonly ChartPoint[];
}

/** What the series have at one step, by their ids. */
export interface ChartRow {
  step: number;
  values: Readonly<Record<string, number>>;
}

export const trainPoints = 800;
export const heldOutPoints = 200;

/** A run's loss: at most a thousand steps, the training loss also smoothed over about a thirtieth of the run so far. */
export function lossCurves(series: RunSeries): Record<'train' | 'smoothed' | 'heldOut', readonly ChartPoint[]> {
  const finite = series.steps.filter((point) => Number.isFinite(point.loss));
  const means = smooth(
    finite.map((point) => point.loss),
    Math.min(50, Math.floor(finite.length / 30)),
  );
  const both = finite.map(({ step, loss }, index) => ({ step, loss, mean: means[index]! }));
  const train = decimate(both, trainPoints, (point) => point.loss);
  return {
    train: train.map(({ step, loss }) => ({ step, value: loss })),
    smoothed: train.map(({ step, mean }) => ({ step, value: mean })),
    heldOut: decimate(series.heldOut, heldOutPoints, (point) => point.loss).map(({ step, loss }) => ({
      step,
      value: loss,
    })),
  };
}

/** One row for each step at which any series has a point, in order. */
export function chartRows(series: readonly ChartSeries[]): ChartRow[] {
  const rows = new Map<number, Record<string, number>>();
  for (const { id, points } of series)
    for (const { step, value } of points) {
      const values = rows.get(step);
      if (values) values[id] = value;
      else rows.set(step, { [id]: value });
    }
  return [...rows].map(([step, values]) => ({ step, values })).sort((a, b) => a.step - b.step);
}

/** Lowest and highest value with a little air; a logarithmic axis stays above zero. */
export function chartDomain(
  series: readonly ChartSeries[],
  references: readonly number[],
  log: boolean,
): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  const take = (value: number) => {
    if (!Number.isFinite(value)) return;
    low = Math.min(low, value);
    high = Math.max(high, value);
  };
  for (const { points } of series) for (const { value } of points) take(value);
  for (const value of references) take(value);
  if (low > high) return log ? [0.1, 10] : [0, 10];
  if (log) return [Math.max(1e-6, low / 1.05), Math.max(1e-5, high * 1.05)];
  const air = (high - low) * 0.06 || 0.5;
  return [Math.max(0, low - air), high + air];
}

/** Round numbers within [low, high]: about `count` of them, at steps of 1, 2 or 5 times a power of ten. */
export function roundTicks(low: number, high: number, count: number): number[] {
  const rough = (high - low) / Math.max(1, count);
  if (!(rough > 0) || !Number.isFinite(rough)) return [low];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999) ?? 10) * power;
  const ticks: number[] = [];
  for (let index = Math.ceil(low / step - 1e-9); index * step <= high + step * 1e-9; index++)
    ticks.push(Number((index * step).toPrecision(12)));
  return ticks;
}

/** 1, 2 and 5 times powers of ten within [low, high]; round numbers where that leaves fewer than three. */
export function logTicks(low: number, high: number): number[] {
  const ticks: number[] = [];
  for (let exponent = Math.floor(Math.log10(low)); 10 ** exponent <= high; exponent++)
    for (const factor of [1, 2, 5]) {
      const tick = Number((factor * 10 ** exponent).toPrecision(12));
      if (tick >= low && tick <= high) ticks.push(tick);
    }
  return ticks.length >= 3 ? ticks : roundTicks(low, high, 5);
}
