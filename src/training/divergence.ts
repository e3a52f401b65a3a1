/**
 * Whether a run diverges, by the loss and the gradient norm of each step: not a finite number, or far above what the steps
 * before gave. Pure; what it knows of the steps before is the `Trail`, which is part of the loop state.
 *
 * A step is *raised* where its loss is beyond twice what a model without knowledge can have, or, once there are MIN_CALM steps
 * to compare with, more than 8 robust deviations above their median, or 4 where its gradient norm is 10 times the median as
 * well. The deviation is 1.4826 times the median distance from the median (MAD; Leys et al. 2013,
 * doi:10.1016/j.jesp.2013.03.013), and at least 2 % of the median, so that a smooth curve does not make a small step an alarm.
 * Medians instead of the moving averages of ZClip (Kumar et al. 2025, arXiv:2504.02507), because a spike must not hide the next.
 * One raised step is told and nothing more: a batch of rare text, which clipping bounds. A run whose loss stays up (PaLM,
 * Chowdhery et al. 2022, arXiv:2204.02311, section 5.1, went back about 100 steps and left out 200–500 batches) diverges.
 */
import type { BatchCursor } from '../data/batches.ts';
import type { StepMetrics } from '../engine/step-metrics.ts';
import type { StorageType } from '../gpu/launch.ts';
import { median } from '../gpu/profile-clock.ts';

/** Calm steps that are remembered, and that are needed to compare with. */
export const [WINDOW, MIN_CALM] = [64, 32];
/** Raised steps in a row that are divergence. */
export const MAX_RAISED = 20;

const [LOSS_DEVIATIONS, LOSS_DEVIATIONS_WITH_NORM, NORM_FACTOR] = [8, 4, 10];
const [MAD_TO_DEVIATION, LEAST_DEVIATION] = [1.4826, 0.02];

/**
 * Steps in a row that may change nothing because they were not finite: of 16 bits the 24 that the largest loss scale takes
 * down to 1, and a few. In 32 bits nothing changes from one such step to the next but the batch, so that a few of them
 * acquit the batches and convict the weights.
 */
const MAX_SKIPPED_16_BITS = 28;
const MAX_SKIPPED_32_BITS = 4;

export interface Limits {
  readonly skipped: number;
  /** Loss beyond which a step is raised whatever came before. */
  readonly loss: number;
}

/** @param startingLoss the largest that a model with random weights may begin with */
export const limitsOf = (storage: StorageType, startingLoss: number): Limits => ({
  skipped: storage === 'f32' ? MAX_SKIPPED_32_BITS : MAX_SKIPPED_16_BITS,
  loss: 2 * startingLoss,
});

/** From the first step that was not calm on. */
export interface Trouble {
  /** That step; steps count from 1. */
  readonly step: number;
  /** Where its batches begin. */
  readonly from: BatchCursor;
  /** How many of the last steps in a row were skipped, were raised. */
  readonly skipped: number;
  readonly raised: number;
}

/** What is remembered of the steps before. */
export interface Trail {
  /** Of the last calm steps, oldest first. */
  readonly losses: readonly number[];
  readonly gradNorms: readonly number[];
  /** null where the last step was calm. */
  readonly trouble: Trouble | null;
}

export const NEW_TRAIL: Trail = { losses: [], gradNorms: [], trouble: null };

type Verdict = 'calm' | 'skipped' | 'raised' | 'not-finite' | 'stays-raised';

export type Observation =
  | { readonly verdict: 'calm'; readonly trail: Trail & { readonly trouble: null } }
  | { readonly verdict: Exclude<Verdict, 'calm'>; readonly trail: Trail & { readonly trouble: Trouble } };

export interface ObservedStep extends Pick<StepMetrics, 'loss' | 'gradNorm' | 'finite'> {
  readonly step: number;
  readonly from: BatchCursor;
}

/**
 * `not-finite` and `stays-raised` are divergence, `skipped` and `raised` are single steps so far.
 * @returns the trail with this step, and what it is
 */
export function observe(trail: Trail, observed: ObservedStep, limits: Limits): Observation {
  const { step, from, loss, gradNorm, finite } = observed;
  const before = trail.trouble ?? { step, from, skipped: 0, raised: 0 };
  if (!finite) {
    const trouble = { ...before, skipped: before.skipped + 1 };
    return { trail: { ...trail, trouble }, verdict: trouble.skipped > limits.skipped ? 'not-finite' : 'skipped' };
  }
  if (loss > limits.loss || isAbove(trail, loss, gradNorm)) {
    const trouble = { ...before, skipped: 0, raised: before.raised + 1 };
    return { trail: { ...trail, trouble }, verdict: trouble.raised > MAX_RAISED ? 'stays-raised' : 'raised' };
  }
  return {
    trail: { losses: pushed(trail.losses, loss), gradNorms: pushed(trail.gradNorms, gradNorm), trouble: null },
    verdict: 'calm',
  };
}

function isAbove({ losses, gradNorms }: Trail, loss: number, gradNorm: number): boolean {
  if (losses.length < MIN_CALM) return false;
  const middle = median(losses);
  const distance = median(losses.map((one) => Math.abs(one - middle)));
  const deviations = (loss - middle) / Math.max(MAD_TO_DEVIATION * distance, LEAST_DEVIATION * Math.abs(middle));
  const isNormAbove = gradNorm > NORM_FACTOR * median(gradNorms);
  return deviations > (isNormAbove ? LOSS_DEVIATIONS_WITH_NORM : LOSS_DEVIATIONS);
}

const pushed = (values: readonly number[], value: number): number[] => [...values, value].slice(-WINDOW);
