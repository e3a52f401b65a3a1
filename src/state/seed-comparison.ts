/** How two recipes compare, by the last held-out losses of their finished seeds. Pure. */
import type { RunRecord } from '../worker/api.ts';
import { finishedSeeds, recipeKey } from './seed-groups.ts';
import { differenceInterval, type Interval, meanInterval } from './statistics.ts';

export interface SeedLosses {
  readonly seeds: number;
  /** null of one seed. */
  readonly interval: Interval | null;
}

/** null where no seed of the recipe is finished. */
export function seedLosses(run: RunRecord, runs: readonly RunRecord[]): SeedLosses | null {
  const losses = lossesOf(run, runs);
  return losses.length === 0 ? null : { seeds: losses.length, interval: meanInterval(losses) };
}

export interface SeedComparison {
  /** Mean loss of this recipe less that of the other: below zero where this one is better. */
  readonly difference: number;
  /** Whether seeds alone explain it; null: no recipe has two seeds, so that their noise is not known. */
  readonly isNoise: boolean | null;
}

/**
 * null where they are the same recipe, one continues from the other (seeds say nothing of what they share), they learn from
 * other tokens, are judged by other records, or are not both finished.
 */
export function compareSeeds(run: RunRecord, other: RunRecord, runs: readonly RunRecord[]): SeedComparison | null {
  if (run.tokenSet !== other.tokenSet || judgedBy(run) !== judgedBy(other)) return null;
  if (recipeKey(run) === recipeKey(other)) return null;
  if (run.parent?.run === other.id || other.parent?.run === run.id) return null;
  const [own, others] = [lossesOf(run, runs), lossesOf(other, runs)];
  if (own.length === 0 || others.length === 0) return null;
  const interval = differenceInterval(own, others);
  const mean = (losses: readonly number[]) => losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
  return {
    difference: mean(own) - mean(others),
    isNoise: interval && Math.abs(interval.mean) <= interval.half,
  };
}

/** Whose held-out part the losses are of. */
const judgedBy = ({ data }: RunRecord): string =>
  data.kind === 'corpus' ? 'corpus' : JSON.stringify(data.sets.map(({ set }) => set).sort());

const lossesOf = (run: RunRecord, runs: readonly RunRecord[]): number[] =>
  finishedSeeds(run, runs).flatMap(({ heldOutLoss }) => (heldOutLoss === null ? [] : [heldOutLoss]));
