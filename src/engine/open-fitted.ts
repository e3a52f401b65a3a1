/**
 * Opens a model by the plan that was chosen for it, or by the next smaller one where the adapter has less memory than it
 * says: nothing but asking for buffers tells.
 */
import { OcaqError } from '../errors.ts';
import type { OpenProgress } from '../gpu/executor.ts';
import { choiceText, type FittedPlan, type PlanningRequest, sizeText } from '../model/planner.ts';
import { type ModelPlan, planModel } from '../model/plans.ts';
import { ModelOnDevice } from './model-on-device.ts';

export interface OpenedModel {
  /** Its plan is the one that was created. */
  readonly model: ModelOnDevice;
  /** Set where that is another one than was chosen. */
  readonly warning: OcaqError | null;
}

/**
 * @param request what `fitted` was drawn up for
 * @throws OcaqError('gpu-out-of-memory') where no plan can be created
 */
export async function openFitted(
  gpu: GPU | undefined,
  request: PlanningRequest,
  fitted: FittedPlan,
  onProgress?: OpenProgress,
): Promise<OpenedModel> {
  const refused: ModelPlan[] = [];
  for (const plan of plansFrom(request, fitted)) {
    const smallest = refused.at(-1);
    if (smallest && plan.totalBytes >= smallest.totalBytes) continue;
    try {
      const model = await ModelOnDevice.open(gpu, plan, onProgress);
      return { model, warning: refused.length > 0 ? fellBack(fitted.plan, plan) : null };
    } catch (error) {
      if (!(error instanceof OcaqError) || error.code !== 'gpu-out-of-memory') throw error;
      refused.push(plan);
    }
  }
  throw noneCreated(request, refused.at(-1) ?? fitted.plan);
}

function* plansFrom(request: PlanningRequest, { plan, after }: FittedPlan): Generator<ModelPlan> {
  yield plan;
  for (const choice of after) yield planModel({ ...request, ...choice });
}

const fellBack = (wanted: ModelPlan, plan: ModelPlan): OcaqError =>
  new OcaqError(
    'plan-fell-back',
    `The graphics adapter could not give the ${sizeText(wanted.totalBytes)} of the plan that was chosen (${choiceText(wanted)}). The run continues with a smaller plan of ${sizeText(plan.totalBytes)} (${choiceText(plan)}).`,
    { wanted: wanted.totalBytes, bytes: plan.totalBytes, moments: plan.moments, recompute: plan.recompute },
  );

const noneCreated = ({ batch: { rows, seq } }: PlanningRequest, { totalBytes }: ModelPlan): OcaqError =>
  new OcaqError(
    'gpu-out-of-memory',
    `The graphics adapter could not give the ${sizeText(totalBytes)} that even the smallest plan of this model needs with ${rows} × ${seq} tokens. Choose fewer rows, shorter rows or a smaller model, or close other programs that use the card.`,
    { bytes: totalBytes, rows, seq },
  );
