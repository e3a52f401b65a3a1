/** The plan of a command: as its options say, or where `--budget` is given the first within it; and words about that. */
import {
  beyondBudget,
  choiceText,
  type FittedStep,
  ofOneMicroBatch,
  type PlanningRequest,
  planStepWithin,
  runnerUp,
  type SizedChoice,
  sizeText,
  stepText,
} from '../model/planner.ts';
import type { PlanningValues } from './device.ts';

/**
 * What the options leave to the planner: with a budget, the moments unless `--states` names them.
 * @param isResumed a resumed run holds moments as it did, unless `--states` says otherwise, which is then refused
 */
export function memoryOptions(
  { budget, states, recompute }: PlanningValues,
  isResumed = false,
): Pick<PlanningRequest, 'moments' | 'recompute'> {
  const isFree = budget !== undefined || isResumed;
  return { moments: states ?? (isFree ? undefined : 'f32'), recompute };
}

/**
 * @returns without a budget the plan that keeps and holds what the options say, however large
 * @throws OcaqError('beyond-budget') where there is one, and nothing is within it
 */
export function choosePlan(
  { budget, accumulate }: Pick<PlanningValues, 'budget'> & { readonly accumulate: number },
  request: PlanningRequest,
): FittedStep {
  const step = planStepWithin(request, accumulate, budget ?? Number.POSITIVE_INFINITY);
  if (budget !== undefined && !step.fitted.fits) throw beyondBudget(request, step.fitted, budget);
  return step;
}

/** Lines about what a budget has chosen and why; none without one. */
export function choiceLines(
  {
    budget,
    batch,
    accumulate,
  }: Pick<PlanningValues, 'budget'> & { readonly batch: number; readonly accumulate: number },
  step: FittedStep,
): string[] {
  if (budget === undefined) return [];
  const { request, fitted } = step;
  const asked = { request: { ...request, batch: { ...request.batch, rows: batch } }, accumulate };
  const isDealt = request.batch.rows !== batch;
  const spared = fitted.choice.recompute === 'full' ? '' : ' without recomputing layers';
  const sized = (choice: SizedChoice): string => `${choiceText(choice)}, ${sizeText(choice.totalBytes)}`;
  const next = runnerUp(request, fitted, budget);
  const single = isDealt ? null : ofOneMicroBatch(request, fitted, budget);
  return [
    ...(isDealt
      ? [`a step of ${stepText(step)} in place of ${stepText(asked)}: as many tokens, and it fits${spared}`]
      : []),
    ...fitted.tooLarge.map((other) => `too large: ${sized(other)}`),
    `chosen within ${sizeText(budget)}: ${sized(fitted.plan)}`,
    ...(next ? [`would fit too: ${sized(next)}`] : []),
    ...(single ? [`with --accumulate 1: ${sized(single)}`] : []),
  ];
}
