/**
 * How far a score might be another one with other items of the same kind: items are drawn again from those that there are, with
 * replacement, and the score of each such set is counted (percentile bootstrap, Efron 1979; of BLEU Koehn 2004, "Statistical
 * Significance Tests for Machine Translation Evaluation"). Of two models each set has the same items for both.
 */
import type { Interval } from '../../data/intervals.ts';
import { Random } from '../../data/random.ts';

/** [items][k]: what of each item is added up. */
export type Statistics = readonly (readonly number[])[];

const SETS = 1000;
const CONFIDENCE = 0.95;

/** Of 95 %, for a score of sums over items; null where there are fewer than two, which tell nothing of others. */
export function bootstrapInterval(
  statistics: Statistics,
  score: (sums: readonly number[]) => number,
  seed: number,
): Interval | null {
  if (statistics.length < 2) return null;
  return middleOf(drawnSets(statistics.length, seed).map((items) => score(sumsOver(statistics, items))));
}

/**
 * Of 95 %, for the score of b less that of a; where 0 is outside of it, the difference is not by chance of the items.
 * @param a of as many items as b, the same ones in the same order
 */
export function pairedInterval(
  a: Statistics,
  b: Statistics,
  score: (sums: readonly number[]) => number,
  seed: number,
): Interval | null {
  if (a.length !== b.length) throw new RangeError(`${a.length} items cannot be paired with ${b.length}`);
  if (a.length < 2) return null;
  const sets = drawnSets(a.length, seed);
  return middleOf(sets.map((items) => score(sumsOver(b, items)) - score(sumsOver(a, items))));
}

/** Which items each set has, and how often. [sets][items] */
function drawnSets(count: number, seed: number): Uint32Array[] {
  const random = new Random(seed);
  return Array.from({ length: SETS }, () => Uint32Array.from({ length: count }, () => random.integer(count)));
}

function sumsOver(statistics: Statistics, items: Uint32Array): number[] {
  const sums = Array.from(statistics[0] ?? [], () => 0);
  for (const item of items) {
    const values = statistics[item]!;
    for (let i = 0; i < sums.length; i++) sums[i]! += values[i]!;
  }
  return sums;
}

function middleOf(scores: number[]): Interval {
  const sorted = scores.sort((a, b) => a - b);
  const outside = Math.floor((sorted.length * (1 - CONFIDENCE)) / 2);
  return { low: sorted[outside]!, high: sorted[sorted.length - 1 - outside]! };
}
