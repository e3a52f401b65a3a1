/**
 * What runs got on a set that differ in their seed alone: of each figure the mean and the range over the seeds, and whether one
 * recipe is apart from the first by more than seeds are from each other. Pure.
 */
import { type Spread, spreadOf } from '../data/intervals.ts';
import type { Measurement, RunRecord } from '../worker/api.ts';
import {
  type Beside,
  type FigureName,
  figuresWithIntervals,
  type MeasuredFigure,
  type MeasuredSet,
} from './measured-table.ts';
import { recipeKey } from './seed-groups.ts';
import { differenceInterval } from './statistics.ts';

export interface SeedGroup {
  /** One of its runs. */
  readonly run: RunRecord;
  /** At which all of them were measured. */
  readonly step: number;
  readonly seeds: number;
}

export interface SeedCell {
  readonly spread: Spread;
  /** Beside the first recipe; null: it is that one, or neither has two seeds. */
  readonly beside: Beside | null;
}

export interface SeedTable {
  readonly groups: readonly SeedGroup[];
  readonly rows: readonly { readonly name: FigureName; readonly cells: readonly (SeedCell | null)[] }[];
}

interface Measured {
  readonly run: RunRecord;
  readonly measurement: Measurement;
}

/** null where no recipe was measured with two seeds. */
export function seedTable(set: Pick<MeasuredSet, 'measurements'>, runs: readonly RunRecord[]): SeedTable | null {
  const groups = groupsOf(set.measurements, runs);
  if (groups.every(({ length }) => length < 2)) return null;
  const figures = groups.map((group) => group.map(({ measurement }) => figuresWithIntervals(measurement.result)));
  const names = [...new Set(figures.flat(2).map(({ name }) => name))];
  return {
    groups: groups.map((group) => {
      const [{ run, measurement }] = group as [Measured, ...Measured[]];
      return { run, step: measurement.step, seeds: group.length };
    }),
    rows: names.map((name) => ({ name, cells: cellsOf(figures.map((group) => group.map(figureOf(name)))) })),
  };
}

/** By recipe and step; of a seed that was measured more than once the newest result. */
function groupsOf(measurements: MeasuredSet['measurements'], runs: readonly RunRecord[]): Measured[][] {
  const groups = new Map<string, Map<number, Measured>>();
  const known = new Map(runs.map((run) => [run.id, run]));
  const oldestFirst = measurements.filter((one) => one !== null).toSorted((a, b) => a.measuredAt - b.measuredAt);
  for (const measurement of oldestFirst) {
    const run = known.get(measurement.run);
    if (!run) continue;
    const key = `${measurement.step} ${recipeKey(run)}`;
    const bySeed = groups.get(key) ?? new Map<number, Measured>();
    groups.set(key, bySeed.set(run.settings.seed, { run, measurement }));
  }
  return [...groups.values()].map((bySeed) => [...bySeed.values()]);
}

const figureOf =
  (name: FigureName) =>
  (figures: readonly MeasuredFigure[]): MeasuredFigure | null =>
    figures.find((one) => one.name === name) ?? null;

/** @param groups of one figure; a group in which a seed lacks it has none */
function cellsOf(groups: readonly (readonly (MeasuredFigure | null)[])[]): (SeedCell | null)[] {
  const whole = groups.map((figures) => {
    const there = figures.filter((figure) => figure !== null);
    return there.length === figures.length ? there : null;
  });
  const first = whole.find((figures) => figures !== null) ?? null;
  return whole.map(
    (figures) =>
      figures && {
        spread: spreadOf(figures.map(({ value }) => value)),
        beside: first === null || figures === first ? null : besideOf(figures, first),
      },
  );
}

function besideOf(figures: readonly MeasuredFigure[], first: readonly MeasuredFigure[]): Beside | null {
  const values = (some: readonly MeasuredFigure[]) => some.map(({ value }) => value);
  const difference = differenceInterval(values(figures), values(first));
  if (!difference) return null;
  if (Math.abs(difference.mean) <= difference.half) return 'within-noise';
  return difference.mean > 0 === (figures[0]?.better === 'more') ? 'better' : 'worse';
}
