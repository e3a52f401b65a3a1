/** Series of points as the rows and the ranges of a chart. Pure. */
import { type ChartPoint, lastAtOrBefore } from './curves.ts';
import type { Range } from './view.ts';

/** A curve that a chart draws; its points are in order of x. */
export interface ChartSeries {
  id: string;
  points: readonly ChartPoint[];
}

/** What the series have at one place, by their ids. */
export interface ChartRow {
  x: number;
  values: Readonly<Record<string, number>>;
}

/** One row for each place at which any series has a point, in order. */
export function chartRows(series: readonly ChartSeries[]): ChartRow[] {
  const rows = new Map<number, Record<string, number>>();
  for (const { id, points } of series)
    for (const { x, value } of points) {
      const values = rows.get(x);
      if (values) values[id] = value;
      else rows.set(x, { [id]: value });
    }
  return [...rows].map(([x, values]) => ({ x, values })).sort((a, b) => a.x - b.x);
}

/** What a series had last at a place: its newest point at or before `x`. */
export const valueAt = ({ points }: ChartSeries, x: number): ChartPoint | null =>
  lastAtOrBefore(points, x, (point) => point.x);

/** The series with what lies within a range, and the points next to it, so that curves run to the edges. */
export function pointsIn({ points }: ChartSeries, range: Range | null): readonly ChartPoint[] {
  if (range === null) return points;
  const first = points.findIndex(({ x }) => x >= range.from);
  const last = points.findLastIndex(({ x }) => x <= range.to);
  return points.slice(Math.max(0, (first < 0 ? points.length : first) - 1), last + 2);
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

/** Significant figures by which neighbouring ticks are told apart; three at least. */
export function figuresOf(ticks: readonly number[]): number {
  const steps = ticks.slice(1).map((tick, i) => tick - (ticks[i] ?? 0));
  const largest = Math.max(...ticks.map(Math.abs));
  if (steps.length === 0 || largest === 0) return 3;
  const magnitude = (value: number) => Math.floor(Math.log10(value) + 1e-9);
  return Math.max(3, 1 + magnitude(largest) - magnitude(Math.min(...steps)));
}

/** From here on, labels of an axis are multiples of a power of ten: whole numbers would be too long for the edge of a chart. */
const LONG = 10_000;

/** For each tick the exponent of the power of ten that it is told by; null for all where whole numbers are short enough. */
export function powersOf(ticks: readonly number[], log: boolean): (number | null)[] {
  if (Math.max(...ticks) < LONG) return ticks.map(() => null);
  const magnitude = (value: number) => Math.floor(Math.log10(value) + 1e-9);
  if (log) return ticks.map((tick) => (tick < LONG ? null : magnitude(tick)));
  const step = Math.min(...ticks.slice(1).map((tick, i) => tick - (ticks[i] ?? 0)));
  return ticks.map(() => magnitude(Number.isFinite(step) ? step : Math.max(...ticks)));
}

/** 1, 2 and 5 times powers of ten within [low, high]; round numbers where that leaves fewer than three. */
export function logTicks(low: number, high: number, count = 5): number[] {
  const ticks: number[] = [];
  for (let exponent = Math.floor(Math.log10(low)); 10 ** exponent <= high; exponent++)
    for (const factor of [1, 2, 5]) {
      const tick = Number((factor * 10 ** exponent).toPrecision(12));
      if (tick >= low && tick <= high) ticks.push(tick);
    }
  return ticks.length >= 3 ? ticks : roundTicks(low, high, count);
}
