/** The plan of a command: as its options say, or where `--budget` is given the first within it; and words about that. */
import {
  beyondBudget,
  choiceText,
  type FittedPlan,
  ofOneMicroBatch,
  type PlanningRequest,
  planWithin,
  runnerUp,
  type SizedChoice,
  sizeText,
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
export function choosePlan({ budget }: Pick<PlanningValues, 'budget'>, request: PlanningRequest): FittedPlan {
  const fitted = planWithin(request, budget ?? Number.POSITIVE_INFINITY);
  if (budget !== undefined && !fitted.fits) throw beyondBudget(request, fitted, budget);
  return fitted;
}

/** Lines about what a budget has chosen and why; none without one. */
export function choiceLines(
  { budget }: Pick<PlanningValues, 'budget'>,
  request: PlanningRequest,
  fitted: FittedPlan,
): string[] {
  if (budget === undefined) return [];
  const sized = (choice: SizedChoice): string => `${choiceText(choice)}, ${sizeText(choice.totalBytes)}`;
  const next = runnerUp(request, fitted, budget);
  const single = ofOneMicroBatch(request, fitted, budget);
  return [
    ...fitted.tooLarge.map((other) => `too large: ${sized(other)}`),
    `chosen within ${sizeText(budget)}: ${sized(fitted.plan)}`,
    ...(next ? [`would fit too: ${sized(next)}`] : []),
    ...(single ? [`with --accumulate 1: ${sized(single)}`] : []),
  ];
}
