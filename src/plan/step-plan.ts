/**
 * The step plan: every launch of every program in order, every buffer with its bytes, and where each tensor lies. It is
 * a plain value, known before a GPU is asked for: the memory estimate shows it, the executor runs it, tests inspect it.
 */
import { BLOCK_ELEMENTS } from '../ops/gradient-span.ts';
import {
  elementBytes,
  type Graph,
  type KernelChoice,
  type Launch,
  type MomentsFormat,
  type StorageType,
  type Tensor,
  tensorBytes,
  usesSubgroups,
  type WeightsType,
} from '../ops/operator.ts';
import { backwardLaunches, wantedLaunches } from './backward.ts';
import { type Lifetime, lifetimesOf, type Phase, shareBuffers } from './lifetimes.ts';
import type { Arena, ParameterLayout, ParameterSlice } from './parameters.ts';
import { type RecomputePolicy, withRecomputation } from './recompute.ts';

export type MemoryCategory = 'weights' | 'gradients' | 'optimizer' | 'activations' | 'workspace' | 'staging';

export type BufferUsage = 'storage' | 'uniform' | 'readback';

/** A tensor with a buffer of its own: inputs, tables, metrics of the step. */
export interface PersistentTensor {
  readonly tensor: Tensor;
  readonly category: MemoryCategory;
  readonly usage: BufferUsage;
}

/** Calls of a graph, from one up to but not including another. */
export interface CallRange {
  readonly from: number;
  readonly to: number;
}

export interface ProgramRecipe {
  readonly name: string;
  /** Programs of one phase may keep data for each other; phases never run interleaved. */
  readonly phase: string;
  readonly graph: Graph;
  readonly training: boolean;
  /** Calls of which a training plan may keep the inputs alone: those of a layer. */
  readonly segments: readonly CallRange[];
  /** Tensors alive during the whole phase. */
  readonly whole: readonly Tensor[];
}

export interface PlanInput extends NumberFormats {
  readonly programs: readonly ProgramRecipe[];
  readonly parameters: ParameterLayout;
  /** Weight tensors by the ids of the layout's slices, as launches bind them, and their gradients. */
  readonly weights: ReadonlyMap<string, Tensor>;
  readonly gradients: ReadonlyMap<string, Tensor>;
  /** Whether gradients add up in arenas from one micro-batch to the next; else each has memory from where it is made to the update. */
  readonly accumulates: boolean;
  readonly persistent: readonly PersistentTensor[];
  /** The optimizer's launches over the arenas, empty for inference, and what lives within them. */
  readonly update: { readonly launches: readonly Launch[]; readonly scratch: readonly Tensor[] };
  /** Launches that make the compute copies from the weights; empty where kernels read the weights themselves. */
  readonly copy: readonly Launch[];
  /** Launches that add the weights to their mean, and that exchange the two; null where no mean is kept. */
  readonly mean: { readonly add: readonly Launch[]; readonly swap: readonly Launch[] } | null;
  readonly kernels: KernelChoice;
  readonly recompute: RecomputePolicy;
  /** Bytes of each staging buffer for reading back. */
  readonly staging: Readonly<Record<string, number>>;
}

export interface PlannedBuffer {
  readonly name: string;
  readonly bytes: number;
  readonly usage: BufferUsage;
  readonly category: MemoryCategory;
  /** Tensors that share it; empty when it holds an arena. */
  readonly tensors: readonly string[];
}

export interface StepPlan extends NumberFormats {
  readonly programs: Readonly<Record<string, readonly Launch[]>>;
  /** By phase: how many launches, from the first on, are its forward pass. */
  readonly forwardEnds: Readonly<Record<string, number>>;
  readonly buffers: readonly PlannedBuffer[];
  readonly placements: Readonly<Record<string, { readonly buffer: string; readonly offset: number }>>;
  readonly bytes: Readonly<Record<MemoryCategory, number>>;
  readonly totalBytes: number;
  readonly kernels: KernelChoice;
  readonly recompute: RecomputePolicy;
}

/**
 * What lies in arenas. `weights` are f32: what AdamW writes and checkpoints hold; `copies` are the same in the storage
 * type, for kernels to read, where that is not f32; `mean` is the mean of the weights over steps, where one is kept.
 */
const ARENA_SETS = {
  weights: 'weights',
  copies: 'weights',
  gradients: 'gradients',
  m: 'optimizer',
  v: 'optimizer',
  scales: 'optimizer',
  mean: 'optimizer',
} as const satisfies Record<string, MemoryCategory>;
export type ArenaSet = keyof typeof ARENA_SETS;

/** How a plan holds numbers. */
export interface NumberFormats {
  readonly storage: StorageType;
  readonly moments: MomentsFormat;
}

/** How the moments of an arena are held. */
export const arenaMoments = ({ isCompact }: Arena, moments: MomentsFormat): MomentsFormat =>
  moments === 'int8' && !isCompact ? 'f32' : moments;

/** What an optimizer remembers of each element. */
export const momentsOf = ({ optimizer }: Pick<Arena, 'optimizer'>): readonly ('m' | 'v')[] =>
  optimizer === 'muon' ? ['m'] : ['m', 'v'];

export const arenaName = (set: ArenaSet, arena: number): string => `${set}.${arena}`;

/** Bytes of one element of an arena. */
export function arenaElementBytes(set: ArenaSet, { storage, moments }: NumberFormats, arena: Arena): number {
  switch (set) {
    case 'weights':
    case 'gradients':
    case 'mean':
      return 4;
    case 'copies':
      return elementBytes(weightsType(arena, storage));
    case 'm':
    case 'v':
      return elementBytes(arenaMoments(arena, moments));
    case 'scales':
      return arenaMoments(arena, moments) === 'int8' ? (4 * momentsOf(arena).length) / BLOCK_ELEMENTS : 0;
    default:
      return set satisfies never;
  }
}

/** How kernels read the weights of an arena. */
export const weightsType = ({ frozen }: Pick<Arena, 'frozen'>, storage: StorageType): WeightsType => frozen ?? storage;

/** Where weights lie that kernels read in this type. */
export const weightsSet = (type: WeightsType): 'weights' | 'copies' => (type === 'f32' ? 'weights' : 'copies');

/**
 * What a plan holds of an arena: of inference and of frozen ones the weights as kernels read them, else everything, but the
 * mean of the weights only where one is kept.
 */
export function arenaSets(
  arena: Pick<Arena, 'frozen' | 'optimizer'>,
  isTraining: boolean,
  storage: StorageType,
  hasMean = false,
): ArenaSet[] {
  const read = weightsSet(weightsType(arena, storage));
  if (arena.frozen || !isTraining) return [read];
  const mean: ArenaSet[] = hasMean ? ['mean'] : [];
  return [...new Set<ArenaSet>(['weights', read, 'gradients', ...momentsOf(arena), 'scales', ...mean])];
}

export function buildPlan(input: PlanInput): StepPlan {
  const placements: Record<string, { buffer: string; offset: number }> = {};
  const buffers: PlannedBuffer[] = [];
  const isTraining = input.update.launches.length > 0;

  placeParameters(input, isTraining, buffers, placements);
  for (const { tensor, category, usage } of input.persistent) {
    buffers.push({ name: tensor.id, bytes: tensorBytes(tensor), usage, category, tensors: [tensor.id] });
    placements[tensor.id] = { buffer: tensor.id, offset: 0 };
  }

  const passing = isTraining && !input.accumulates ? trainedGradients(input) : new Map<string, Tensor>();
  const programs: Record<string, Launch[]> = {};
  const forwardEnds = new Map<string, number>();
  for (const recipe of input.programs) {
    const context = { kernels: input.kernels, training: recipe.training };
    const forwards = recipe.graph.calls.map((call) => call.forward(context));
    const forward = forwards.flat();
    const segments = recipe.segments.map(({ from, to }) => forwards.slice(from, to).flat());
    if (recipe.training) forwardEnds.set(recipe.phase, forward.length);
    // Besides gradients of trained parameters: what has a place by now, the loss.
    const isWanted = (resource: string) => passing.has(resource) || resource in placements;
    const gradients = { of: (id: string) => input.gradients.get(id), accumulate: input.accumulates };
    const backward = recipe.training
      ? wantedLaunches(backwardLaunches(recipe.graph, recipe.graph.calls, context, gradients, isWanted), isWanted)
      : [];
    programs[recipe.name] = [
      ...forward,
      ...withRecomputation(input.recompute, recipe.graph, { forward, segments, backward }),
    ];
  }
  placeTemporaries(input, passing, programs, forwardEnds, buffers, placements);
  programs.update = [...input.update.launches];
  programs.copy = [...input.copy];
  if (input.mean) {
    programs.mean = [...input.mean.add];
    programs.swap = [...input.mean.swap];
  }

  for (const [name, bytes] of Object.entries(input.staging))
    buffers.push({ name, bytes, usage: 'readback', category: 'staging', tensors: [] });
  checkPlaced(programs, placements);
  const { kernels, storage, moments, recompute } = input;
  return {
    programs,
    forwardEnds: Object.fromEntries(forwardEnds),
    buffers,
    placements,
    kernels,
    storage,
    moments,
    recompute,
    ...countBytes(buffers),
  };
}

function placeParameters(
  input: PlanInput,
  isTraining: boolean,
  buffers: PlannedBuffer[],
  placements: Record<string, { buffer: string; offset: number }>,
): void {
  const { storage, parameters } = input;
  for (const set of Object.keys(ARENA_SETS) as ArenaSet[]) {
    parameters.arenas.forEach((arena, index) => {
      const name = arenaName(set, index);
      const bytes = arena.elements * arenaElementBytes(set, input, arena);
      if (bytes === 0 || !arenaSets(arena, isTraining, storage, input.mean !== null).includes(set)) return;
      if (set === 'gradients' && !input.accumulates) return;
      buffers.push({ name, bytes, usage: 'storage', category: ARENA_SETS[set], tensors: [] });
      placements[name] = { buffer: name, offset: 0 };
    });
  }
  const place = (tensor: Tensor, set: ArenaSet, { arena, offset }: ParameterSlice) => {
    const bytes = arenaElementBytes(set, input, parameters.arenas[arena] as Arena);
    placements[tensor.id] = { buffer: arenaName(set, arena), offset: offset * bytes };
  };
  for (const [id, slice] of parameters.slices) {
    const weight = input.weights.get(id);
    const arena = parameters.arenas[slice.arena] as Arena;
    if (weight) place(weight, weightsSet(weightsType(arena, storage)), slice);
    const gradient = input.gradients.get(id);
    if (gradient && isTraining && input.accumulates && !arena.frozen) place(gradient, 'gradients', slice);
  }
}

/** The phase that ends with the update. */
const UPDATED = 'train';

/** By their ids. */
function trainedGradients({ parameters: { arenas, slices }, gradients }: PlanInput): Map<string, Tensor> {
  const trained = [...slices].filter(([, { arena }]) => !arenas[arena]?.frozen);
  return new Map(
    trained.map(([id]) => {
      const gradient = gradients.get(id) as Tensor;
      return [gradient.id, gradient];
    }),
  );
}

/** @param passing gradients of parameters that have no arena, by their ids */
function placeTemporaries(
  input: PlanInput,
  passing: ReadonlyMap<string, Tensor>,
  programs: Record<string, Launch[]>,
  forwardEnds: ReadonlyMap<string, number>,
  buffers: PlannedBuffer[],
  placements: Record<string, { buffer: string; offset: number }>,
): void {
  const temporaries = new Map<string, number>();
  for (const { graph } of input.programs)
    for (const tensor of graph.tensors.values()) temporaries.set(tensor.id, tensorBytes(tensor));
  const phases = new Map<string, { name: string; launches: Launch[]; whole: Set<string> }>();
  for (const recipe of input.programs) {
    const phase = phases.get(recipe.phase) ?? { name: recipe.phase, launches: [], whole: new Set<string>() };
    phase.launches.push(...(programs[recipe.name] ?? []));
    for (const tensor of recipe.whole) {
      temporaries.set(tensor.id, tensorBytes(tensor));
      phase.whole.add(tensor.id);
    }
    phases.set(recipe.phase, phase);
  }
  const { launches, scratch } = input.update;
  for (const tensor of [...scratch, ...passing.values()]) temporaries.set(tensor.id, tensorBytes(tensor));
  const updated = phases.get(UPDATED) ?? { name: UPDATED, launches: [], whole: new Set() };
  phases.set(UPDATED, { ...updated, launches: [...updated.launches, ...launches] });
  const lifetimes = [...phases.values()].flatMap((phase: Phase) => lifetimesOf(phase, (id) => temporaries.get(id)));
  // What outlives the forward pass is kept for the backward pass: activations. The rest is workspace.
  const isKept = (l: Lifetime): boolean =>
    l.first < (forwardEnds.get(l.phase) ?? 0) && l.last >= (forwardEnds.get(l.phase) ?? 0);
  shareBuffers(lifetimes).forEach(({ bytes, tenants }, index) => {
    const name = `shared.${index}`;
    const isOfGradients = tenants.some(({ id }) => passing.has(id));
    buffers.push({
      name,
      bytes,
      usage: 'storage',
      category: tenants.some(isKept) ? 'activations' : isOfGradients ? 'gradients' : 'workspace',
      tensors: tenants.map((t) => t.id),
    });
    for (const tenant of tenants) placements[tenant.id] = { buffer: name, offset: 0 };
  });
}

function checkPlaced(programs: Record<string, readonly Launch[]>, placements: Record<string, unknown>): void {
  for (const launches of Object.values(programs))
    for (const { label, bindings } of launches)
      for (const { resource } of bindings)
        if (!(resource in placements))
          throw new Error(`"${label}" uses "${resource}", which the plan gives no memory.`);
}

function countBytes(buffers: readonly PlannedBuffer[]): Pick<StepPlan, 'bytes' | 'totalBytes'> {
  const bytes: Record<MemoryCategory, number> = {
    weights: 0,
    gradients: 0,
    optimizer: 0,
    activations: 0,
    workspace: 0,
    staging: 0,
  };
  for (const buffer of buffers) bytes[buffer.category] += buffer.bytes;
  return { bytes, totalBytes: Object.values(bytes).reduce((sum, b) => sum + b, 0) };
}

/** What a device must allow: the largest buffer and binding of a plan, and the features that its kernels use. */
export function planNeeds(plan: StepPlan): {
  bufferBytes: number;
  bindingBytes: number;
  features: ('shader-f16' | 'subgroups')[];
} {
  const launches = Object.values(plan.programs).flat();
  const bindings = launches.flatMap((launch) => launch.bindings);
  return {
    bufferBytes: plan.buffers.reduce((most, buffer) => Math.max(most, buffer.bytes), 0),
    bindingBytes: bindings.reduce((most, binding) => Math.max(most, binding.size), 0),
    features: [
      ...(bindings.some(({ element }) => element === 'f16') ? (['shader-f16'] as const) : []),
      ...(launches.some(usesSubgroups) ? (['subgroups'] as const) : []),
    ],
  };
}
