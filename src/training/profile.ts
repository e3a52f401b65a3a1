/**
 * Where the time of an optimizer step goes: every kind of launch of a plan timed on the device, on a model of its own with
 * random weights. Nothing of it is kept: repeated launches add up in gradients and activations.
 */
import { IGNORE } from '../data/batches.ts';
import { Random } from '../data/random.ts';
import { ModelOnDevice } from '../engine/model-on-device.ts';
import { measureRoof } from '../engine/roof.ts';
import { StepMetricsRing } from '../engine/step-metrics.ts';
import type { Roof } from '../gpu/budget.ts';
import { describeAdapter, openDevice } from '../gpu/device.ts';
import { LaunchTimer } from '../gpu/profile.ts';
import { launchKinds } from '../gpu/profile-kinds.ts';
import type { ModelPlan } from '../model/plans.ts';
import { planNeeds } from '../plan/step-plan.ts';
import { initialiseParameters } from './initialise.ts';
import { EPSILON, type Hyperparameters, OptimizerStep } from './optimizer-step.ts';
import type { Pass, TimedKind } from './profile-rows.ts';

export interface StepProfile {
  readonly adapter: string;
  readonly roof: Roof;
  readonly kinds: readonly TimedKind[];
  /** Milliseconds of the whole, launches one after the other as in training, by the wall clock. */
  readonly microBatch: number;
  readonly update: number;
}

export interface ProfileOptions {
  /** Each time is the median of so many. */
  readonly rounds: number;
  /** `compiled`: kernels made ready; `timed`: kinds of launches timed. */
  readonly onProgress?: (phase: 'compiled' | 'timed', done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/** At a rate of 0 an update does all its work and leaves the weights where they are. */
const HYPER: Hyperparameters = {
  learningRate: 0,
  beta1: 0.9,
  beta2: 0.95,
  epsilon: EPSILON,
  weightDecay: 0.1,
  clip: 1,
};
/** Halvings of the loss scale after which any gradient fits 16 bits. */
const MOST_STEPS = 24;

/**
 * @param plan a plan for training; its evaluation and generation are left out
 * @throws the reason of `signal` when it is aborted
 */
export async function profileStep(
  dawn: GPU | undefined,
  plan: ModelPlan,
  { rounds, onProgress = () => undefined, signal }: ProfileOptions,
): Promise<StepProfile> {
  const { train = [], update = [], copy = [] } = plan.programs;
  const profiled = { ...plan, programs: { train, update, copy } };
  const needs = planNeeds(profiled);
  const hasTimestamps = (await describeAdapter(dawn)).features.includes('timestamp-query');
  const features = [...needs.features, ...(hasTimestamps ? (['timestamp-query'] as const) : [])];
  const gpu = await openDevice(dawn, { ...needs, features });
  try {
    const roof = await measureRoof(gpu, rounds);
    signal?.throwIfAborted();
    const model = await ModelOnDevice.on(gpu, profiled, (done, total) => {
      signal?.throwIfAborted();
      onProgress('compiled', done, total);
    });
    signal?.throwIfAborted();
    initialiseParameters(model, 1);
    await takeSteps(model, signal);
    const timer = await LaunchTimer.open(model.executor);
    try {
      const microBatch = await timer.program('train', rounds);
      const updated = await timer.program('update', rounds);
      // The update first: after the launches of a micro-batch the gradients may be too large for it, and it would do nothing.
      const ahead = [...kindsOf('update', plan), ...kindsOf('train', plan)];
      const kinds: TimedKind[] = [];
      for (const { program, first, ...kind } of ahead) {
        signal?.throwIfAborted();
        onProgress('timed', kinds.length, ahead.length);
        kinds.push({ ...kind, ...(await timer.launch(program, first, rounds)) });
      }
      onProgress('timed', ahead.length, ahead.length);
      return { adapter: gpu.adapter.name, roof, kinds, microBatch, update: updated };
    } finally {
      timer.destroy();
    }
  } finally {
    gpu.device.destroy();
  }
}

/** Steps on random tokens until the gradients fit: an update that is skipped would take no time. */
async function takeSteps(model: ModelOnDevice, signal: AbortSignal | undefined): Promise<void> {
  const { batch, config } = model.plan;
  const rows = (batch?.rows ?? 0) * (batch?.seq ?? 0);
  const random = new Random(1);
  const tokens = Int32Array.from({ length: rows }, () => random.integer(config.vocabSize));
  const targets = tokens.map((token, i) => (i === 0 ? IGNORE : token));
  const step = new OptimizerStep(model);
  const ring = new StepMetricsRing<null>(model.executor);
  for (let i = 0, fits = false; i < MOST_STEPS && !fits; i++) {
    signal?.throwIfAborted();
    await ring.submit(await step.prepare([{ tokens, targets, counted: rows - 1 }], HYPER), null);
    for await (const { metrics } of ring.drain()) fits = metrics.finite;
  }
  // From here on the loss scale stays, however often the update is repeated.
  model.setStep({ ...HYPER, inverseTokens: 1 / (rows - 1) });
}

function kindsOf(program: 'train' | 'update', { programs, forwardEnds }: ModelPlan) {
  const launches = programs[program] ?? [];
  const of = (pass: Pass, from: number, to: number) =>
    launchKinds(launches.slice(from, to), from).map((kind) => ({ ...kind, pass, program }));
  if (program === 'update') return of('update', 0, launches.length);
  const { train: forwardEnd = 0 } = forwardEnds;
  return [...of('forward', 0, forwardEnd), ...of('backward', forwardEnd, launches.length)];
}
