/**
 * A training run on a device, begun or resumed in one way for the studio and the command line. `prepareSession` decides
 * what needs no device: kernels and number formats, the plan within the memory budget, the state that the loop starts
 * from. A caller may show that, or refuse it. `openSession` then creates the plan and fills in the parameters, and
 * `runSession` walks the loop. Checkpoints and batches are handed in: where they are kept is not known here.
 */
import type { BatchSource } from '../data/batches.ts';
import { MUON_RATE, rateWarning } from '../defaults.ts';
import type { ModelOnDevice } from '../engine/model-on-device.ts';
import { openFitted } from '../engine/open-fitted.ts';
import { writeState } from '../engine/state-tensors.ts';
import type { OcaqError } from '../errors.ts';
import type { AdapterSummary } from '../gpu/device.ts';
import type { OpenProgress } from '../gpu/executor.ts';
import type { StorageType } from '../gpu/launch.ts';
import { parameterCount } from '../model/families/table.ts';
import { type Method, methodRequest } from '../model/method.ts';
import {
  beyondBudget,
  type FittedPlan,
  type FittedStep,
  type PlanningRequest,
  planStepWithin,
  planWithin,
} from '../model/planner.ts';
import { muonSettings, recipeFor } from '../model/recipe.ts';
import type { KernelChoice } from '../ops/operator.ts';
import { checkOverflowIsSeen, overflowCanary } from '../tuning/canary.ts';
import { initialiseParameters } from './initialise.ts';
import { type LoopHooks, trainingLoop } from './loop.ts';
import type { LoopSettings } from './loop-settings.ts';
import { firstAveraged, type LoopState, newLoopState, resumeState } from './loop-state.ts';
import { fillWeights, type ModelWeights, parametersOf } from './model-weights.ts';

/** What a run starts from: its own checkpoint, or weights for one that has not begun. New adapters are drawn by the seed. */
export type StartingPoint =
  /** `state` is of any version that `resumeState` knows; a run of adapters has saved them alone, and its base is given. */
  | {
      readonly from: 'saved';
      readonly state: unknown;
      readonly tensor: (name: string) => Promise<Uint8Array>;
      readonly base?: ModelWeights | undefined;
    }
  | { readonly from: 'seed' }
  | ModelWeights;

export interface SessionRequest {
  readonly adapter: AdapterSummary;
  readonly config: PlanningRequest['config'];
  /** The next token unless given. */
  readonly objective?: PlanningRequest['objective'];
  /** Every weight unless given. A resumed run has that which it began with. */
  readonly method?: Method;
  readonly settings: LoopSettings;
  /** Of batches of examples; see `PlanRequest`. */
  readonly packed?: boolean;
  readonly weighted?: boolean;
  readonly embeddingDropout?: number;
  /** Positions of the KV cache for samples; 0: none. */
  readonly generate: number;
  /** How a new run stores activations. A resumed one keeps its number formats and kernels. */
  readonly storage: StorageType;
  kernels(storage: StorageType): Promise<KernelChoice>;
  /** Narrows what the planner may choose from; comes before what a resumed run had. */
  readonly memory?: Pick<PlanningRequest, 'moments' | 'recompute'>;
  readonly budgetBytes: number;
  /** Whether the rows of a step may be dealt into other micro-batches for the budget, in a new run; see `planStepWithin`. */
  readonly mayDealRows?: boolean;
  readonly start: StartingPoint;
}

export interface PreparedSession {
  /** What `fitted` was drawn up for. */
  readonly request: PlanningRequest;
  readonly fitted: FittedPlan;
  readonly start: StartingPoint;
  /** As it would start with the fitted plan. */
  readonly state: LoopState;
  /** Set where a resumed run will no longer be bit for bit what it was. */
  readonly resumeWarning: OcaqError | null;
  /** Set where no plan is within the budget; `fitted` then holds the smallest. */
  readonly overBudget: OcaqError | null;
}

/** @throws OcaqError `checkpoint-version`, `setting-out-of-range`, and what planning and choosing kernels throw */
export async function prepareSession(wanted: SessionRequest): Promise<PreparedSession> {
  const { adapter, config, packed, weighted, embeddingDropout, start, budgetBytes, mayDealRows } = wanted;
  const resumed = start.from === 'saved' ? resumeState(start.state, adapter) : null;
  const settings = resumed?.state.settings ?? wanted.settings;
  const asked: PlanningRequest = {
    config,
    objective: wanted.objective,
    ...methodRequest(wanted.method ?? { kind: 'full' }, config),
    batch: { rows: settings.batch, seq: settings.seq },
    packed: packed || settings.documentMask,
    weighted,
    embeddingDropout,
    training: true,
    generate: wanted.generate,
    accumulates: settings.accumulate > 1,
    mean: settings.averageWeights,
    muon: muonSettings(settings),
    ...(resumed ? resumedBasis(resumed.state, wanted) : await newBasis(wanted)),
  };
  const { accumulate } = settings;
  const step: FittedStep =
    mayDealRows && !resumed
      ? planStepWithin(asked, accumulate, budgetBytes)
      : { request: asked, accumulate, fitted: planWithin(asked, budgetBytes) };
  const { request, fitted } = step;
  const dealt = { ...settings, batch: request.batch.rows, accumulate: step.accumulate };
  return {
    request,
    fitted,
    start,
    state: resumed?.state ?? newLoopState(dealt, request.kernels, adapter, fitted.plan),
    resumeWarning: resumed?.warning ?? null,
    overBudget: fitted.fits ? null : beyondBudget(request, fitted, budgetBytes),
  };
}

/** What the plan of a run that has begun is made of. */
function resumedBasis(state: LoopState, { memory }: SessionRequest) {
  const { kernels, storage, bindingBytes } = state;
  const moments = memory?.moments ?? state.moments;
  const recompute = memory?.recompute ?? state.recompute;
  return { kernels, storage, moments, recompute, bindingBytes };
}

async function newBasis({ adapter, storage, kernels, memory }: SessionRequest) {
  return { ...memory, kernels: await kernels(storage), storage, bindingBytes: adapter.maxBindingBytes };
}

export interface Session {
  /** Holds the parameters that `start` is of; the caller destroys it. */
  readonly model: ModelOnDevice;
  readonly source: BatchSource;
  readonly start: LoopState;
  /** The weights are random: the first loss is checked. */
  readonly fresh: boolean;
  /** What is to be said before it runs. */
  readonly warnings: readonly OcaqError[];
}

/**
 * @throws OcaqError `gpu-out-of-memory` where no plan can be created, `overflow-unseen` where the adapter cannot be trusted with
 *   16 bits, and what reading the tensors throws
 */
export async function openSession(
  gpu: GPU | undefined,
  { request, fitted, start, state, resumeWarning, overBudget }: PreparedSession,
  source: BatchSource,
  { signal, onProgress }: { signal?: AbortSignal; onProgress?: OpenProgress } = {},
): Promise<Session> {
  const { model, warning } = await openFitted(gpu, request, fitted, (done, total) => {
    signal?.throwIfAborted();
    onProgress?.(done, total);
  });
  try {
    await checkBits(model);
    await fillParameters(model, start, state.settings, signal);
  } catch (error) {
    model.destroy();
    throw error;
  }
  const isRateNew = start.from !== 'saved' || state.recovery.changes.at(-1)?.kind === 'rate';
  return {
    model,
    source,
    start: { ...state, moments: model.plan.moments, recompute: model.plan.recompute },
    fresh: start.from === 'seed',
    warnings: [resumeWarning, overBudget, warning, isRateNew ? rateSaid(model, state) : null].filter(
      (said) => said !== null,
    ),
  };
}

/**
 * The same model with the same plan from its start again, for a run with other settings.
 * @param session of a run that has not begun @param start what it was opened with
 */
export async function beginAnew(
  session: Session,
  start: StartingPoint,
  settings: LoopSettings,
  signal?: AbortSignal,
): Promise<Session> {
  session.model.clearMoments();
  await fillParameters(session.model, start, settings, signal);
  return { ...session, start: { ...session.start, settings, averagedFrom: firstAveraged(settings) } };
}

/** Software adapters compile all alike, and tests hold them to it. */
async function checkBits({ executor: { gpu }, plan }: ModelOnDevice): Promise<void> {
  if (plan.storage === 'f32' || gpu.adapter.software) return;
  await checkOverflowIsSeen(gpu, overflowCanary(plan.kernels, plan.storage));
}

/** Adapters bear rates beyond those of the matrices that they lie beside, whatever the width. */
const ADAPTER_RATE = 1e-2;

function rateSaid({ config, plan }: ModelOnDevice, { settings }: LoopState): OcaqError | null {
  const { batch, seq, accumulate, steps, learningRate, groups, optimizer } = settings;
  if (optimizer === 'muon') return rateWarning(learningRate * groups.matrices.rate, MUON_RATE);
  const { hiddenSize, tied } = config;
  const basis = {
    hiddenSize,
    tied,
    parameters: parameterCount(config),
    tokensPerStep: batch * seq * accumulate,
    steps,
  };
  return rateWarning(learningRate * groups.matrices.rate, plan.adapter ? ADAPTER_RATE : recipeFor(basis).learningRate);
}

async function fillParameters(
  model: ModelOnDevice,
  start: StartingPoint,
  { seed, residualInit }: LoopSettings,
  signal: AbortSignal | undefined,
): Promise<void> {
  const unlessAborted = () => signal?.throwIfAborted();
  const base = parametersOf(model.plan, 'base');
  switch (start.from) {
    case 'saved':
      if (start.base) await fillWeights(model, start.base, base, unlessAborted);
      return writeState(model, (name) => {
        unlessAborted();
        return start.tensor(name);
      });
    case 'seed':
      return initialiseParameters(model, seed, residualInit);
    case 'checkpoint':
    case 'folder':
      await fillWeights(model, start, base, unlessAborted);
      return initialiseParameters(model, seed, residualInit, parametersOf(model.plan, 'adapters'));
    default:
      return start satisfies never;
  }
}

/** @returns the state in which the loop ended */
export const runSession = ({ model, source, start, fresh }: Session, hooks: LoopHooks): Promise<LoopState> =>
  trainingLoop(model, source, start, fresh, hooks);
