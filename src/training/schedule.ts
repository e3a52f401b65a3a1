/**
 * The learning rate of each step: a linear warm-up to `learningRate`, then down to `minLearningRate` as the schedule says.
 * Where a run restarts under another schedule, a re-warm-up leads from the one to the other.
 */
import type { Recipe } from '../model/recipe.ts';

export interface Schedule
  extends Pick<Recipe, 'learningRate' | 'minLearningRate' | 'warmupSteps' | 'schedule' | 'holdShare'> {
  readonly steps: number;
}

/** From the rate that a run had before its restart in a straight line to that of its schedule. */
export interface Rewarm {
  /** Steps done before the restart. */
  readonly from: number;
  readonly steps: number;
  /** Learning rate of the last step before the restart. */
  readonly rate: number;
}

/** @param step counts from 0 */
export function rateAt(step: number, schedule: Schedule, rewarm: Rewarm | null): number {
  const rate = learningRateAt(step, schedule);
  if (!rewarm || step >= rewarm.from + rewarm.steps) return rate;
  return rewarm.rate + ((rate - rewarm.rate) * (step - rewarm.from + 1)) / rewarm.steps;
}

/** Steps after which the rate of a `hold` schedule begins to fall; null where it falls from the warm-up on, or never. */
export function decayStart({ schedule, holdShare, warmupSteps, steps }: Schedule): number | null {
  const start = Math.round(Math.max(warmupSteps, holdShare * steps));
  return schedule === 'hold' && start > warmupSteps && start < steps ? start : null;
}

/** @param step counts from 0 */
export function learningRateAt(step: number, s: Schedule): number {
  if (step < s.warmupSteps) return (s.learningRate * (step + 1)) / s.warmupSteps;
  switch (s.schedule) {
    case 'cosine':
      return (
        s.minLearningRate +
        0.5 * (s.learningRate - s.minLearningRate) * (1 + Math.cos(Math.PI * progress(step, s.warmupSteps, s)))
      );
    case 'linear':
      return falling(step, s.warmupSteps, s);
    case 'hold':
      return falling(step, Math.max(s.warmupSteps, s.holdShare * s.steps), s);
    default:
      return s.schedule satisfies never;
  }
}

/** From 0 before the step `from` to 1 at the end. */
const progress = (step: number, from: number, { steps }: Schedule): number =>
  Math.min(1, Math.max(0, step - from) / Math.max(1, steps - from));

const falling = (step: number, from: number, s: Schedule): number =>
  s.learningRate + (s.minLearningRate - s.learningRate) * progress(step, from, s);
