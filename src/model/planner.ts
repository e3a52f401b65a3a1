/**
 * What is kept and how moments are held, for a memory budget: the first of a few plans that fits. They stand in the order
 * of what they cost: norms and silu·up made again cost no accuracy and next to no time, bf16 moments a little accuracy, 8-bit ones some more.
 */
import type { MomentsFormat } from '../ops/operator.ts';
import { type ModelPlan, type PlanRequest, planModel } from './plans.ts';

export interface MemoryChoice {
  readonly moments: MomentsFormat;
  readonly recompute: boolean;
}

export interface FittedPlan {
  readonly plan: ModelPlan;
  readonly choice: MemoryChoice;
  /** What was tried before, and was too large. */
  readonly tooLarge: readonly (MemoryChoice & { readonly totalBytes: number })[];
}

/** @param request with `moments`, only plans that hold moments so: a run that has begun stays with its format */
export function planWithin(request: Omit<PlanRequest, 'recompute'>, budgetBytes: number): FittedPlan {
  const tooLarge: (MemoryChoice & { totalBytes: number })[] = [];
  let smallest: { plan: ModelPlan; choice: MemoryChoice } | null = null;
  for (const choice of choicesFor(request)) {
    const plan = planModel({ ...request, ...choice });
    if (plan.totalBytes <= budgetBytes) return { plan, choice, tooLarge };
    tooLarge.push({ ...choice, totalBytes: plan.totalBytes });
    if (!smallest || plan.totalBytes < smallest.plan.totalBytes) smallest = { plan, choice };
  }
  if (!smallest) throw new Error('there is nothing to choose from');
  return { ...smallest, tooLarge: tooLarge.filter(({ totalBytes }) => totalBytes > smallest.plan.totalBytes) };
}

function choicesFor({ storage, moments }: Pick<PlanRequest, 'storage' | 'moments'>): MemoryChoice[] {
  const formats: MomentsFormat[] = moments ? [moments] : storage === 'f32' ? ['f32'] : ['f32', 'bf16', 'int8'];
  return formats.flatMap((format) => [false, true].map((recompute) => ({ moments: format, recompute })));
}
