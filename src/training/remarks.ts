/** What is said of steps that were not as they should be. */
import type { StepMetrics } from '../engine/step-metrics.ts';
import { OcaqError } from '../errors.ts';
import { median } from '../gpu/profile-clock.ts';
import { MAX_RAISED, type Observation } from './divergence.ts';

/** What divergence is, as the error that a run ends with; null where the step is none. */
export function divergenceOf({ verdict, trail }: Observation, step: number, loss: number): OcaqError | null {
  if (verdict === 'not-finite')
    return new OcaqError(
      'loss-not-finite',
      `At step ${step} the loss or its gradient is no longer a finite number (loss ${loss}), for the ${trail.trouble.skipped}th step in a row; these steps changed no weight, and earlier checkpoints are unaffected. Resume the run with a smaller learning rate.`,
      { step, steps: trail.trouble.skipped },
    );
  if (verdict === 'stays-raised')
    return new OcaqError(
      'loss-stays-raised',
      `Since step ${trail.trouble.step} the loss has been far above what it was before, ${MAX_RAISED + 1} steps in a row (${loss.toFixed(2)} at step ${step}): the run diverges. Resume it from an earlier checkpoint with a smaller learning rate.`,
      { step, from: trail.trouble.step, loss, steps: MAX_RAISED + 1 },
    );
  return null;
}

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
