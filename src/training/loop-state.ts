/**
 * Everything that must survive a reload, as one value saved whole with the weights and moments. A run resumed from it
 * continues bit for bit: same data order, same schedule, same kernels.
 */
import type { BatchCursor } from '../data/batches.ts';
import { OcaqError } from '../errors.ts';
import { type AdapterSummary, storageFor } from '../gpu/device.ts';
import { SIMPLE_RECIPE } from '../model/recipe.ts';
import { everyGemm } from '../ops/gemm-kernels.ts';
import type { KernelChoice } from '../ops/operator.ts';
import type { RecomputePolicy } from '../plan/recompute.ts';
import type { NumberFormats, StepPlan } from '../plan/step-plan.ts';
import { isKernelChoice, KERNELS_VERSION, kernelsOn, summedWhole } from '../tuning/stored.ts';
import { NEW_TRAIL, type Trail } from './divergence.ts';
import { checkSettings, type LoopSettings } from './loop-settings.ts';
import { type Recovery, UNTROUBLED } from './recovery.ts';
import type { Rewarm } from './schedule.ts';

const VERSION = 10;

export interface LoopState extends NumberFormats {
  readonly version: typeof VERSION;
  readonly settings: LoopSettings;
  /** Optimizer steps done. */
  readonly step: number;
  /** Where the data source continues. */
  readonly cursor: BatchCursor;
  /** Kernels round differently; a resumed run uses those it began with. */
  readonly kernels: KernelChoice;
  /** Of what the kernels' names stand for: KERNELS_VERSION. */
  readonly kernelsVersion: string;
  /** What the backward pass recomputes; changes no bit, but memory and time. */
  readonly recompute: RecomputePolicy;
  /** Name of the adapter that it was trained on so far: another one rounds differently. */
  readonly adapter: string;
  /** Adapter limit that the parameter layout was made for: it decides the order of the gradient norm's sum. */
  readonly bindingBytes: number;
  /** Last step that was evaluated, sampled: not done twice after a resume. −1 = never. */
  readonly evaluatedAt: number;
  readonly sampledAt: number;
  /** Set where the run restarted under other settings than its checkpoint had. */
  readonly rewarm: Rewarm | null;
  /** Steps done before the first whose weights are in the mean. */
  readonly averagedFrom: number;
  /** What the last steps gave, by which divergence is known. */
  readonly trail: Trail;
  /** What has been changed of it on its way, by a person or because it diverged. */
  readonly recovery: Recovery;
}

/** All steps, where no mean is kept, else two thirds. */
export const firstAveraged = ({ averageWeights, steps }: Pick<LoopSettings, 'averageWeights' | 'steps'>): number =>
  averageWeights ? steps - Math.ceil(steps / 3) : steps;

type LoopAdapter = Pick<AdapterSummary, 'name' | 'maxBindingBytes' | 'features'>;

export function newLoopState(
  settings: LoopSettings,
  kernels: KernelChoice,
  adapter: LoopAdapter,
  formats: Pick<StepPlan, 'storage' | 'moments' | 'recompute'>,
): LoopState {
  checkSettings(settings);
  return {
    version: VERSION,
    settings,
    step: 0,
    cursor: { epoch: 0, position: 0 },
    kernels,
    kernelsVersion: KERNELS_VERSION,
    storage: formats.storage,
    moments: formats.moments,
    recompute: formats.recompute,
    adapter: adapter.name,
    bindingBytes: adapter.maxBindingBytes,
    evaluatedAt: -1,
    sampledAt: -1,
    rewarm: null,
    averagedFrom: firstAveraged(settings),
    trail: NEW_TRAIL,
    recovery: UNTROUBLED,
  };
}

/** Of version 9: every product was summed whole, and decoding had no choice of its own. */
interface LoopStateV9 extends Omit<LoopState, 'version' | 'kernels'> {
  readonly version: 9;
  readonly kernels: Omit<KernelChoice, 'decoding' | 'filling'>;
}

export const fromVersion9 = (old: LoopStateV9): LoopState => ({
  ...old,
  version: 10,
  kernels: summedWhole(old.kernels),
});

/** Of version 8: rows were cut out of the corpus anywhere, and attention went across documents. */
interface LoopStateV8 extends Omit<LoopStateV9, 'version' | 'settings'> {
  readonly version: 8;
  readonly settings: Omit<LoopSettings, 'packing' | 'documentMask'>;
}

export function fromVersion8(old: LoopStateV8): LoopStateV9 {
  const { packing, documentMask } = SIMPLE_RECIPE;
  return { ...old, version: 9, settings: { packing, documentMask, ...old.settings } };
}

/** Of version 7: AdamW updated everything. */
interface LoopStateV7 extends Omit<LoopStateV8, 'version' | 'settings'> {
  readonly version: 7;
  readonly settings: Omit<LoopStateV8['settings'], 'optimizer' | 'momentum' | 'iterations'>;
}

export function fromVersion7(old: LoopStateV7): LoopStateV8 {
  const { optimizer, momentum, iterations } = SIMPLE_RECIPE;
  return { ...old, version: 8, settings: { optimizer, momentum, iterations, ...old.settings } };
}

/** Of version 6: no record was kept of what was changed. */
interface LoopStateV6 extends Omit<LoopStateV7, 'version' | 'recovery'> {
  readonly version: 6;
  readonly recovery: Omit<Recovery, 'changes'>;
}

export const fromVersion6 = (old: LoopStateV6): LoopStateV7 => ({
  ...old,
  version: 7,
  recovery: { ...old.recovery, changes: [] },
});

/** Of version 5: a run that diverged ended. */
interface LoopStateV5 extends Omit<LoopStateV6, 'version' | 'trail' | 'recovery' | 'settings'> {
  readonly version: 5;
  readonly settings: Omit<LoopStateV7['settings'], 'onDivergence'>;
}

export const fromVersion5 = (old: LoopStateV5): LoopStateV6 => ({
  ...old,
  version: 6,
  settings: { onDivergence: SIMPLE_RECIPE.onDivergence, ...old.settings },
  trail: NEW_TRAIL,
  recovery: UNTROUBLED,
});

/** Of version 4: no run had restarted under other settings. */
interface LoopStateV4 extends Omit<LoopStateV5, 'version' | 'rewarm' | 'averagedFrom'> {
  readonly version: 4;
}

export const fromVersion4 = (old: LoopStateV4): LoopStateV5 => ({
  ...old,
  version: 5,
  rewarm: null,
  averagedFrom: firstAveraged(old.settings),
});

/**
 * Of version 3: the recomputation policy by what it keeps, the kernels' version a number raised by hand; every run had the
 * simple recipe.
 */
interface LoopStateV3 extends Omit<LoopStateV4, 'version' | 'recompute' | 'kernelsVersion' | 'settings'> {
  readonly version: 3;
  readonly kernelsVersion: number;
  readonly settings: Omit<LoopSettings, keyof typeof SIMPLE_RECIPE>;
  readonly keep: 'all' | 'selective' | 'layer-inputs';
}

/** The same policy by its present name, and the recipe in full. A number is no hash: kernels have changed since. */
export function fromVersion3({ keep, kernelsVersion, ...old }: LoopStateV3): LoopStateV4 {
  const recompute = ({ all: 'none', selective: 'selective', 'layer-inputs': 'full' } as const)[keep];
  const settings = { ...SIMPLE_RECIPE, ...old.settings };
  return { ...old, version: 4, recompute, kernelsVersion: `${kernelsVersion}`, settings };
}

/** Of version 2: one kernel for all matrix products, where `tiled` had one tile; nothing is said of what the plan kept. */
interface LoopStateV2 extends Omit<LoopStateV3, 'version' | 'kernels' | 'kernelsVersion' | 'keep'> {
  readonly version: 2;
  readonly kernels: Omit<KernelChoice, 'gemm' | 'decoding' | 'filling'> & { readonly gemm: 'direct' | 'tiled' };
}

/**
 * The same kernels by their present names. Plans of that time kept everything or all but what is cheap: the second fits
 * wherever the first did.
 */
export function fromVersion2(old: LoopStateV2): LoopStateV3 {
  const gemm = everyGemm(old.kernels.gemm === 'direct' ? 'direct' : 'tiled-128x64');
  return { ...old, version: 3, kernels: { ...old.kernels, gemm }, kernelsVersion: 0, keep: 'selective' };
}

type StoredState =
  | LoopState
  | LoopStateV9
  | LoopStateV8
  | LoopStateV7
  | LoopStateV6
  | LoopStateV5
  | LoopStateV4
  | LoopStateV3
  | LoopStateV2;

function migrated(stored: StoredState): LoopState {
  const atLeast3 = stored.version === 2 ? fromVersion2(stored) : stored;
  const atLeast4 = atLeast3.version === 3 ? fromVersion3(atLeast3) : atLeast3;
  const atLeast5 = atLeast4.version === 4 ? fromVersion4(atLeast4) : atLeast4;
  const atLeast6 = atLeast5.version === 5 ? fromVersion5(atLeast5) : atLeast5;
  const atLeast7 = atLeast6.version === 6 ? fromVersion6(atLeast6) : atLeast6;
  const atLeast8 = atLeast7.version === 7 ? fromVersion7(atLeast7) : atLeast7;
  const atLeast9 = atLeast8.version === 8 ? fromVersion8(atLeast8) : atLeast8;
  return atLeast9.version === 9 ? fromVersion9(atLeast9) : atLeast9;
}

/** @throws OcaqError('checkpoint-version') for a state of a version that this program does not know */
export function readLoopState(stored: unknown): LoopState {
  const state = migrated(stored as StoredState);
  if (state.version === VERSION && isKernelChoice(state.kernels)) return state;
  const { version } = stored as { version: unknown };
  throw new OcaqError(
    'checkpoint-version',
    `This checkpoint was written by another version of Ocaq (state version ${String(version)}, here ${VERSION}). Resume it there, or start a new run from its exported weights.`,
    { version: String(version), expected: VERSION },
  );
}

/**
 * A stored state ready to resume from on this adapter, and what is to be said about it: on another adapter the run
 * continues, but its losses are no longer bit for bit those that the first one would have given.
 * @throws what `readLoopState` throws
 */
export function resumeState(stored: unknown, adapter: LoopAdapter): { state: LoopState; warning: OcaqError | null } {
  const whole = readLoopState(stored);
  const state = { ...whole, kernels: kernelsOn(whole.kernels, adapter) };
  const isSame = state.adapter === adapter.name && (state.storage !== 'f16' || storageFor('f16', adapter) === 'f16');
  if (isSame && state.kernelsVersion === KERNELS_VERSION) return { state, warning: null };
  if (isSame) return { state: { ...state, kernelsVersion: KERNELS_VERSION }, warning: kernelsChanged() };
  const warning = new OcaqError(
    'adapter-changed',
    `The run was on "${state.adapter}" so far and resumes on "${adapter.name}", which rounds differently: from here on it is no longer bit for bit the same run.`,
    { from: state.adapter, to: adapter.name },
  );
  const storage = state.storage === 'f32' ? 'f32' : storageFor('f16', adapter);
  const bindingBytes = Math.min(state.bindingBytes, adapter.maxBindingBytes);
  return {
    state: { ...state, adapter: adapter.name, kernelsVersion: KERNELS_VERSION, storage, bindingBytes },
    warning,
  };
}

const kernelsChanged = (): OcaqError =>
  new OcaqError(
    'kernels-changed',
    'The run began with another version of Ocaq, whose kernels round differently: it is no longer bit for bit the same run.',
  );
