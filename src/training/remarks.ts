/** What is said of steps that were not as they should be. */
import type { BatchCursor } from '../data/batches.ts';
import type { StepMetrics } from '../engine/step-metrics.ts';
import { OcaqError } from '../errors.ts';
import { median } from '../gpu/profile-clock.ts';
import { MAX_RAISED, type Observation } from './divergence.ts';
import type { LoopState } from './loop-state.ts';
import { Diverged } from './recovery.ts';

/**
 * Divergence of a run; null where the step is none.
 * @param to where its batches end
 * @param start of the run
 */
export function divergenceOf(
  { verdict, trail }: Observation,
  { step, loss, to }: { readonly step: number; readonly loss: number; readonly to: BatchCursor },
  { settings, recovery }: Pick<LoopState, 'settings' | 'recovery'>,
): Diverged | null {
  const diverged = (said: OcaqError, { step, from }: NonNullable<typeof trail.trouble>) =>
    new Diverged(said, { step, batches: { from, to }, settings, recovery });
  if (verdict === 'not-finite') return diverged(notFinite(trail.trouble.skipped, step, loss), trail.trouble);
  if (verdict === 'stays-raised') return diverged(staysRaised(trail.trouble.step, step, loss), trail.trouble);
  return null;
}

const notFinite = (steps: number, step: number, loss: number): OcaqError =>
  new OcaqError(
    'loss-not-finite',
    `At step ${step} the loss or its gradient is no longer a finite number (loss ${loss}), for the ${steps}th step in a row; these steps changed no weight, and earlier checkpoints are unaffected. Resume the run with a smaller learning rate.`,
    { step, steps },
  );

const staysRaised = (from: number, step: number, loss: number): OcaqError =>
  new OcaqError(
    'loss-stays-raised',
    `Since step ${from} the loss has been far above what it was before, ${MAX_RAISED + 1} steps in a row (${loss.toFixed(2)} at step ${step}): the run diverges. Resume it from an earlier checkpoint with a smaller learning rate.`,
    { step, from, loss, steps: MAX_RAISED + 1 },
  );

/** Of one step; null where there is nothing to say. */
export function remarkOn({ verdict, trail }: Observation, step: number, metrics: StepMetrics): OcaqError | null {
  if (verdict === 'skipped' || verdict === 'not-finite') return skipped(step, metrics);
  const isFirst = verdict === 'raised' && trail.trouble.raised === 1;
  return isFirst ? spike(step, metrics.loss, trail.losses.length > 0 ? median(trail.losses) : metrics.loss) : null;
}

/** In 32 bits nothing is scaled. */
function skipped(step: number, { lossScale }: StepMetrics): OcaqError {
  if (lossScale === 1)
    return new OcaqError(
      'step-not-finite',
      `Step ${step} changed nothing: its loss or its gradient is not a finite number. Several in a row end in divergence; a single one is left out.`,
      { step },
    );
  return new OcaqError(
    'step-skipped',
    `Step ${step} changed nothing: its gradient went beyond what 16 bits hold. The loss scale is halved from ${lossScale}; an occasional skipped step is normal.`,
    { step, lossScale },
  );
}

const spike = (step: number, loss: number, usual: number): OcaqError =>
  new OcaqError(
    'loss-spike',
    `At step ${step} the loss is ${loss.toFixed(2)}, far above the ${usual.toFixed(2)} of the steps before. A single one is a batch of unusual text; where the loss stays up, the run diverges.`,
    { step, loss, usual },
  );

export function stoodStill(step: number, milliseconds: number): OcaqError {
  const seconds = Math.round(milliseconds / 1000);
  return new OcaqError(
    'training-stood-still',
    `Before step ${step} nothing was computed for ${seconds} seconds: the computer slept, or the browser was suspended. Speeds and the time left leave that out. Nothing is lost.`,
    { step, seconds },
  );
}
