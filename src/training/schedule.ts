/** The learning rate of each step: a linear warm-up to `learningRate`, then down to `minLearningRate` as the schedule says. */
import type { Recipe } from '../model/recipe.ts';

export interface Schedule
  extends Pick<Recipe, 'learningRate' | 'minLearningRate' | 'warmupSteps' | 'schedule' | 'holdShare'> {
  readonly steps: number;
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
