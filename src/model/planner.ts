/**
 * What is kept and how moments are held, for a memory budget: the first of a few plans that fits. They stand in the order
 * of what they cost: recomputed norms cost no accuracy and next to no time, bf16 moments a little accuracy,
 * 8-bit ones some more, and are left out where they take no less; full recomputation comes last, as it repeats most of the forward pass.
 * Where the rows of a step may be dealt into other micro-batches, smaller ones come before full recomputation (`planStepWithin`).
 */
import { OcaqError } from '../errors.ts';
import type { MomentsFormat } from '../ops/operator.ts';
import { RECOMPUTE_POLICIES, type RecomputePolicy } from '../plan/recompute.ts';
import { type ModelPlan, momentBytes, type PlanRequest, planModel } from './plans.ts';

/** How a plan saves memory. */
export interface MemoryChoice {
  readonly moments: MomentsFormat;
  /** For the backward pass: nothing, norms, or each layer from its input. */
  readonly recompute: RecomputePolicy;
}

export interface SizedChoice extends MemoryChoice {
  readonly totalBytes: number;
}

/** Another batch shape of the same model. */
export interface SizedBatchShape {
  /** Rows of a micro-batch. */
  readonly rows: number;
  /** Tokens of a row. */
  readonly seq: number;
  readonly totalBytes: number;
}

/** `moments`: only plans that hold moments so (a run that has begun stays with its format); `recompute`: none that recompute less. */
export type PlanningRequest = PlanRequest & { readonly batch: NonNullable<PlanRequest['batch']> };

export interface FittedPlan {
  readonly plan: ModelPlan;
  readonly choice: MemoryChoice;
  /** False where no plan is within the budget: this is then the smallest. */
  readonly fits: boolean;
  /** What was tried before, and was too large. */
  readonly tooLarge: readonly SizedChoice[];
  /** What comes after the choice. */
  readonly after: readonly MemoryChoice[];
}

export function planWithin(request: PlanningRequest, budgetBytes: number): FittedPlan {
  const choices = choicesFor(request);
  const tooLarge: SizedChoice[] = [];
  let smallest: { plan: ModelPlan; choice: MemoryChoice } | null = null;
  for (const [i, choice] of choices.entries()) {
    const plan = planModel({ ...request, ...choice });
    if (plan.totalBytes <= budgetBytes) return { plan, choice, fits: true, tooLarge, after: choices.slice(i + 1) };
    tooLarge.push({ ...choice, totalBytes: plan.totalBytes });
    if (!smallest || plan.totalBytes < smallest.plan.totalBytes) smallest = { plan, choice };
  }
  if (!smallest) throw new Error('there is nothing to choose from');
  const { plan, choice } = smallest;
  const larger = tooLarge.filter(({ totalBytes }) => totalBytes > plan.totalBytes);
  return { plan, choice, fits: false, tooLarge: larger, after: [] };
}

/** A step of several micro-batches, and its plan. */
export interface FittedStep {
  /** With the rows of a micro-batch that were chosen. */
  readonly request: PlanningRequest;
  readonly accumulate: number;
  readonly fitted: FittedPlan;
}

/** Smaller micro-batches keep a card so little busy that recomputing layers costs less. Tokens. */
const LEAST_MICRO_BATCH = 1024;

/**
 * As `planWithin`, for a step whose rows may be dealt into more micro-batches of fewer rows, which is the same step: before
 * layers are recomputed from their inputs, and where nothing fits otherwise. The larger micro-batches are tried first.
 * @param accumulate micro-batches of a step of `request.batch.rows` each
 */
export function planStepWithin(request: PlanningRequest, accumulate: number, budgetBytes: number): FittedStep {
  const asked: FittedStep = { request, accumulate, fitted: planWithin(request, budgetBytes) };
  const isKept = ({ fitted }: FittedStep) =>
    fitted.fits && (fitted.choice.recompute !== 'full' || request.recompute === 'full');
  if (isKept(asked)) return asked;
  let fitting = asked.fitted.fits ? asked : null;
  for (const { rows, accumulate: dealt } of smallerBatches(request.batch.rows, accumulate)) {
    const isLarge = rows * request.batch.seq >= LEAST_MICRO_BATCH;
    if (fitting && !isLarge) break;
    const smaller = { ...request, batch: { ...request.batch, rows }, accumulates: true };
    const step = { request: smaller, accumulate: dealt, fitted: planWithin(smaller, budgetBytes) };
    if (isLarge && isKept(step)) return step;
    if (step.fitted.fits) fitting ??= step;
  }
  return fitting ?? asked;
}

/** The rows of a step dealt into micro-batches of fewer rows, all of them full: the largest first. */
function smallerBatches(rows: number, accumulate: number): { rows: number; accumulate: number }[] {
  const inAll = rows * accumulate;
  return Array.from({ length: rows - 1 }, (_, i) => rows - 1 - i)
    .filter((fewer) => inAll % fewer === 0)
    .map((fewer) => ({ rows: fewer, accumulate: inAll / fewer }));
}

function choicesFor(request: PlanRequest): MemoryChoice[] {
  const { recompute = 'none' } = request;
  const formats = formatsFor(request);
  const smallest = formats.at(-1) as MomentsFormat;
  const cheap = formats.flatMap((format) =>
    (['none', 'selective'] as const).map((kept) => ({ moments: format, recompute: kept })),
  );
  const choices: MemoryChoice[] = [...cheap, { moments: smallest, recompute: 'full' }];
  return choices.filter(
    (choice) => RECOMPUTE_POLICIES.indexOf(choice.recompute) >= RECOMPUTE_POLICIES.indexOf(recompute),
  );
}

/**
 * Formats of moments, each of fewer bytes than those before it, which are more accurate. 8 bits are for matrices within layers
 * alone, the rest stays in f32: where Muon keeps one moment of those, bf16 of everything may take less.
 */
function formatsFor(request: PlanRequest): MomentsFormat[] {
  const { storage, moments } = request;
  if (moments) return [moments];
  if (storage === 'f32') return ['f32'];
  const sized = (['f32', 'bf16', 'int8'] as const).map((format) => ({ format, bytes: momentBytes(request, format) }));
  return sized
    .filter(({ bytes }, i) => sized.slice(0, i).every((before) => bytes < before.bytes))
    .map(({ format }) => format);
}

/** The next choice that is within the budget too; null where the plan that was chosen is the last that is. */
export function runnerUp(request: PlanningRequest, { after }: FittedPlan, budgetBytes: number): SizedChoice | null {
  for (const choice of after) {
    const { totalBytes } = planModel({ ...request, ...choice });
    if (totalBytes <= budgetBytes) return { ...choice, totalBytes };
  }
  return null;
}

/**
 * What steps of one micro-batch would be planned as, which need no memory to add up gradients in, where the budget asks more of
 * steps of several: that there be fewer sacrifices, or that there be a plan at all.
 * @returns null where there is nothing to gain
 */
export function ofOneMicroBatch(request: PlanningRequest, fitted: FittedPlan, budgetBytes: number): SizedChoice | null {
  if (request.accumulates === false || fitted.tooLarge.length === 0) return null;
  const { plan, choice, fits, tooLarge } = planWithin({ ...request, accumulates: false }, budgetBytes);
  const isBetter = fits && (!fitted.fits || tooLarge.length < fitted.tooLarge.length);
  return isBetter ? { ...choice, totalBytes: plan.totalBytes } : null;
}

/** Shorter rows than this teach nothing. */
const LEAST_SEQ = 8;

/**
 * What would fit where nothing does, by the plans that save most: as many rows as there may be, else one row as long as it
 * may be, halved and halved again.
 * @returns null where weights, gradients and moments alone leave no room
 */
export function batchShapeWithin(request: PlanningRequest, budgetBytes: number): SizedBatchShape | null {
  // Of a model of one layer, keeping its inputs saves less than recomputing its norms.
  const choices = choicesFor(request).slice(-2);
  const sized = (rows: number, seq: number): SizedBatchShape => {
    const planned = { ...request, batch: { rows, seq }, generate: Math.min(request.generate, seq) };
    return {
      rows,
      seq,
      totalBytes: Math.min(...choices.map((choice) => planModel({ ...planned, ...choice }).totalBytes)),
    };
  };
  const { rows, seq } = request.batch;
  let best: SizedBatchShape | null = null;
  for (let [low, high] = [1, rows]; low <= high; ) {
    const middle = Math.floor((low + high) / 2);
    const shape = sized(middle, seq);
    if (shape.totalBytes <= budgetBytes) {
      best = shape;
      low = middle + 1;
    } else high = middle - 1;
  }
  for (let short = Math.floor(seq / 2); !best && short >= LEAST_SEQ; short = Math.floor(short / 2)) {
    const shape = sized(1, short);
    if (shape.totalBytes <= budgetBytes) best = shape;
  }
  return best;
}

/** What is to be said where nothing fits: what the smallest plan needs, and what would fit. */
export function beyondBudget(request: PlanningRequest, fitted: FittedPlan, budgetBytes: number): OcaqError {
  const { plan } = fitted;
  const { rows, seq } = request.batch;
  const shape = batchShapeWithin(request, budgetBytes);
  const single = ofOneMicroBatch(request, fitted, budgetBytes);
  const alone = single ? ` Steps of one micro-batch would fit, with ${sizeText(single.totalBytes)}.` : '';
  const advice = shape
    ? `${batchShapeText(shape)} would fit, with ${sizeText(shape.totalBytes)}.`
    : 'A smaller batch or shorter rows would not fit either: choose a smaller model.';
  return new OcaqError(
    'beyond-budget',
    `No plan of this model with ${batchShapeText({ rows, seq })} fits a memory budget of ${sizeText(budgetBytes)}: the smallest needs ${sizeText(plan.totalBytes)}. ${advice}${alone}`,
    {
      budget: budgetBytes,
      needed: plan.totalBytes,
      rows,
      seq,
      ...(shape && { fitRows: shape.rows, fitSeq: shape.seq, fitBytes: shape.totalBytes }),
    },
  );
}

const batchShapeText = ({ rows, seq }: Pick<SizedBatchShape, 'rows' | 'seq'>): string =>
  `${rows} ${rows === 1 ? 'row' : 'rows'} of ${seq} tokens`;

const RECOMPUTED: Readonly<Record<RecomputePolicy, string>> = {
  none: 'nothing recomputed',
  selective: 'norms recomputed',
  full: 'layers recomputed from their inputs',
};

/** A choice in words. */
export const choiceText = ({ moments, recompute }: MemoryChoice): string =>
  `${moments} moments, ${RECOMPUTED[recompute]}`;

/** Micro-batches of a step in words. */
export const stepText = ({ request: { batch }, accumulate }: Pick<FittedStep, 'request' | 'accumulate'>): string =>
  `${accumulate} × ${batch.rows} ${batch.rows === 1 ? 'row' : 'rows'}`;

/** Bytes in words, rounded up. */
export const sizeText = (bytes: number): string =>
  bytes < 2 ** 30 ? `${Math.ceil(bytes / 2 ** 20)} MiB` : `${(Math.ceil(bytes / 2 ** 20) / 2 ** 10).toFixed(2)} GiB`;
