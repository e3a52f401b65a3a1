/** A run's series as the rows of the loss chart: at most a thousand, in order of steps. Pure. */
import type { RunSeries } from '../worker/api.ts';
import { decimate, smooth } from './decimate.ts';

export interface ChartRow {
  step: number;
  loss: number | null;
  /** `loss` smoothed over about a thirtieth of the run so far. */
  smooth: number | null;
  heldOut: number | null;
}

export const trainPoints = 800;
export const heldOutPoints = 200;

export function chartRows(series: RunSeries): ChartRow[] {
  const finite = series.steps.filter((point) => Number.isFinite(point.loss));
  const means = smooth(
    finite.map((point) => point.loss),
    Math.min(50, Math.floor(finite.length / 30)),
  );
  const train = finite.map(({ step, loss }, index) => ({ step, loss, smooth: means[index]! }));
  const rows = new Map<number, ChartRow>();
  for (const { step, loss, smooth: mean } of decimate(train, trainPoints, (row) => row.loss))
    rows.set(step, { step, loss, smooth: mean, heldOut: null });
  for (const { step, loss } of decimate(series.heldOut, heldOutPoints, (point) => point.loss)) {
    const row = rows.get(step);
    if (row) row.heldOut = loss;
    else rows.set(step, { step, loss: null, smooth: null, heldOut: loss });
  }
  return [...rows.values()].sort((a, b) => a.step - b.step);
}

/** Lowest and highest loss with a little air; a logarithmic axis stays above zero. */
export function lossDomain(rows: readonly ChartRow[], unigram: number | null, log: boolean): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  const take = (value: number | null) => {
    if (value === null || !Number.isFinite(value)) return;
    low = Math.min(low, value);
    high = Math.max(high, value);
  };
  for (const row of rows) {
    take(row.loss);
    take(row.heldOut);
  }
  take(unigram);
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
