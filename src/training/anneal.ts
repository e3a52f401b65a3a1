/**
 * A run that is annealed: from one of its checkpoints its learning rate falls in a straight line to zero, whatever its schedule was,
 * as at the end of a `hold` schedule (Hu et al. 2024, arXiv:2404.06395). The run itself stays as it is, and may go on from before.
 */
import type { LoopSettings } from './loop-settings.ts';
import type { LoopState } from './loop-state.ts';
import { lastRateOf } from './restart.ts';

/** A checkpoint whose rate is below this share of the highest is no good start. */
const FALLEN = 0.9;

/** Steps in which to fall, so that they are `share` (below 1) of all that are done in the end. */
export const annealingSteps = (step: number, share: number): number =>
  Math.max(1, Math.round((step * share) / (1 - share)));

/**
 * Settings for `restarted`. Where the rate was still at its peak, what comes of it is bit for bit one run whose schedule fell here.
 * @param step the last one of the annealed run
 */
export function annealed(saved: LoopState, steps: number): LoopSettings {
  const { settings, step } = saved;
  const rate = lastRateOf(saved);
  return {
    ...settings,
    schedule: 'hold',
    holdShare: step / steps,
    steps,
    warmupSteps: Math.min(settings.warmupSteps, step),
    learningRate: rate === settings.learningRate ? rate : rate * saved.recovery.rateScale,
    minLearningRate: 0,
  };
}

/** Which of a run's checkpoints to anneal: the newest whose rate has not fallen yet; null where none has done a step. */
export function annealingPoint<Saved>(kept: readonly Saved[], stateOf: (saved: Saved) => LoopState): Saved | null {
  const rateOf = (saved: Saved) => lastRateOf(stateOf(saved));
  const highest = Math.max(...kept.map(rateOf));
  const held = kept.filter((saved) => stateOf(saved).step > 0 && rateOf(saved) >= FALLEN * highest);
  return held.toSorted((a, b) => stateOf(b).step - stateOf(a).step)[0] ?? null;
}
