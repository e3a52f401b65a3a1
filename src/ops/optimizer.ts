/**
 * The update at the end of an optimizer step, over whole arenas and without knowing what lies in them but for the bounds
 * of the groups that have a rate and a decay of their own: global gradient norm, clipping, AdamW with decoupled decay
 * (Loshchilov & Hutter 2019, arXiv:1711.05101); or, of arenas whose matrices are given, Muon (muon.ts).
 * A gradient or a loss that is not finite leaves weights and moments as they are; metrics tell the host, nothing waits for it.
 * Loss scale, its count of good steps and AdamW's count live in `scaler`, on the device. What words metrics and scaler hold:
 * step-words.ts.
 */
import { foldWorkgroups } from '../gpu/launch.ts';
import { type MuonMatrix, type MuonScratch, type MuonSettings, muonLaunches } from './muon.ts';
import {
  expectShape,
  expectThat,
  type Launch,
  type LaunchContext,
  launch,
  reads,
  reductionSize,
  type Tensor,
  uniform,
  writes,
} from './operator.ts';

/** Partial sums of the gradient norm that each arena has in `parts`: four workgroups for each of 64 multiprocessors. */
export const GRAD_NORM_PARTS = 256;

const WORKGROUP_SIZE = 256;
/** vec4s of a block of elements that share a scale of each moment. */
const BLOCK_VEC4S = 64;

/** Parameters with a learning rate and a decay of their own, in the order in which they lie in an arena. */
export const PARAMETER_GROUPS = ['tables', 'matrices', 'vectors'] as const;
export type ParameterGroup = (typeof PARAMETER_GROUPS)[number];

/** Learning rate and weight decay of each group, in multiples of those of the run. */
export type GroupScales = Readonly<Record<ParameterGroup, { readonly rate: number; readonly decay: number }>>;

/** One rate for all; every two-dimensional parameter decays. */
export const UNIFORM_GROUPS: GroupScales = {
  tables: { rate: 1, decay: 1 },
  matrices: { rate: 1, decay: 1 },
  vectors: { rate: 1, decay: 0 },
};

export interface OptimizerArena {
  /** A multiple of 64, padding included. */
  readonly elements: number;
  /** Where the group of tables ends, and then that of matrices; the rest are vectors. In elements, multiples of 4. */
  readonly tablesEnd: number;
  readonly matricesEnd: number;
  /** What Muon updates, which is then all that is in it; null where AdamW does. */
  readonly matrices: readonly MuonMatrix[] | null;
}

/** For arenas with matrices. */
export interface Muon extends MuonSettings {
  readonly scratch: MuonScratch;
}

export interface OptimizerTensors {
  /** One [1, elements] f32 matrix an arena, and so are the next three; moments may be bf16 or int8. */
  readonly weights: readonly Tensor[];
  /** Those of arenas with matrices are overwritten. */
  readonly gradients: readonly Tensor[];
  readonly m: readonly Tensor[];
  /** Null of arenas with matrices. */
  readonly v: readonly (Tensor | null)[];
  /** f32 scalars [moments, elements / 256] of the arenas whose moments are int8; null of the others. */
  readonly scales: readonly (Tensor | null)[];
  /** The weights' compute copies in the storage type, laid out alike; null where kernels read the weights themselves. */
  readonly copies: readonly Tensor[] | null;
  /** f32 scalars [16, 1]: what the loss scale and AdamW count. */
  readonly scaler: Tensor;
  /** f32 scalars [GRAD_NORM_PARTS · arenas, 1]. */
  readonly parts: Tensor;
  /** f32 scalars [16, 1]. */
  readonly metrics: Tensor;
  /** The Step uniform. */
  readonly step: Tensor;
}

/** The launches of one update, in order. @param muon null where no arena has matrices @throws where moments have an unknown type */
export function optimizerLaunches(
  arenas: readonly OptimizerArena[],
  tensors: OptimizerTensors,
  muon: Muon | null,
  context: LaunchContext,
): Launch[] {
  validate(arenas, tensors);
  return [
    ...arenas.map((arena, i) => normParts(arena, i, tensors, context)),
    normFinish(arenas.length, tensors, context),
    ...arenas.flatMap((arena, i) => {
      const v = tensors.v[i];
      if (v) return [adamw(arena, i, v, tensors, context)];
      return muonOf(arena, i, muon, tensors, context);
    }),
  ];
}

/** Makes the compute copies from the weights, as the update does after each step: for weights that the host has written. */
export function copyLaunches(
  arenas: readonly OptimizerArena[],
  { weights, copies }: Pick<OptimizerTensors, 'weights' | 'copies'>,
  context: LaunchContext,
): Launch[] {
  return (copies ?? []).map((copy, i) => {
    const vec4s = (arenas[i] as OptimizerArena).elements / 4;
    return launch(context, {
      shader: 'copy_weights',
      bindings: [writes(copy), reads(weights[i] as Tensor)],
      overrides: { VEC4S: vec4s },
      workgroups: foldWorkgroups(Math.ceil(vec4s / 64)),
      flops: 0,
    });
  });
}

function validate(arenas: readonly OptimizerArena[], tensors: OptimizerTensors): void {
  for (const set of ['weights', 'gradients', 'm', 'v'] as const) {
    expectThat(tensors[set].length === arenas.length, 'optimizer', set, `${arenas.length} arenas`, tensors[set].length);
    arenas.forEach(({ elements, matrices }, i) => {
      const tensor = tensors[set][i];
      expectThat(!tensor === (set === 'v' && matrices !== null), 'optimizer', `${set}[${i}]`, 'that of AdamW', 'not');
      if (tensor) expectShape('optimizer', `${set}[${i}]`, tensor, 1, elements);
    });
  }
  arenas.forEach(({ elements, matrices }, i) => {
    const scales = tensors.scales[i];
    if (scales) expectShape('optimizer', `scales[${i}]`, scales, matrices ? 1 : 2, elements / (4 * BLOCK_VEC4S));
  });
  for (const { elements, tablesEnd, matricesEnd } of arenas) {
    expectThat(elements % 64 === 0, 'optimizer', 'elements', 'a multiple of 64', elements);
    const isInside = tablesEnd <= matricesEnd && matricesEnd <= elements;
    expectThat(isInside, 'optimizer', 'matricesEnd', `from ${tablesEnd} to ${elements}`, matricesEnd);
    for (const [name, end] of Object.entries({ tablesEnd, matricesEnd }))
      expectThat(end % 4 === 0, 'optimizer', name, 'a multiple of 4', end);
  }
  expectShape('optimizer', 'parts', tensors.parts, GRAD_NORM_PARTS * arenas.length, 1);
  expectShape('optimizer', 'metrics', tensors.metrics, 16, 1);
  expectShape('optimizer', 'scaler', tensors.scaler, 16, 1);
  expectShape('optimizer', 'step', tensors.step, 16, 1);
}

function normParts({ elements }: OptimizerArena, arena: number, tensors: OptimizerTensors, context: LaunchContext) {
  return launch(context, {
    shader: 'grad_norm_parts',
    bindings: [
      writes(tensors.parts, { from: arena * GRAD_NORM_PARTS, count: GRAD_NORM_PARTS }),
      reads(tensors.gradients[arena] as Tensor),
    ],
    constants: { WORKGROUP_SIZE: reductionSize(context, WORKGROUP_SIZE) },
    overrides: { VEC4S: elements / 4, FIRST4: 0, PARTS: GRAD_NORM_PARTS },
    workgroups: [Math.min(GRAD_NORM_PARTS, Math.ceil(elements / 4 / reductionSize(context, WORKGROUP_SIZE))), 1, 1],
    flops: 2 * elements,
  });
}

function normFinish(arenas: number, { metrics, scaler, parts, step }: OptimizerTensors, context: LaunchContext) {
  return launch(context, {
    shader: 'grad_norm_finish',
    bindings: [writes(metrics), writes(scaler), reads(parts), uniform(step)],
    constants: { WORKGROUP_SIZE: reductionSize(context, WORKGROUP_SIZE) },
    overrides: { PARTS: GRAD_NORM_PARTS * arenas },
    workgroups: [1, 1, 1],
    flops: GRAD_NORM_PARTS * arenas,
  });
}

function muonOf(
  { matrices }: OptimizerArena,
  index: number,
  muon: Muon | null,
  tensors: OptimizerTensors,
  context: LaunchContext,
): Launch[] {
  if (!matrices || !muon)
    throw new Error(`optimizer: arena ${index} has no v, and Muon should update it, but is not given.`);
  const { metrics, step, scales, copies } = tensors;
  const at = (set: readonly Tensor[]): Tensor => set[index] as Tensor;
  const own = {
    weights: at(tensors.weights),
    copy: copies && at(copies),
    gradient: at(tensors.gradients),
    m: at(tensors.m),
    scales: scales[index] ?? null,
    ...{ metrics, step },
  };
  return muonLaunches(matrices, index, muon, own, muon.scratch, context);
}

function adamw(
  arena: OptimizerArena,
  index: number,
  v: Tensor,
  tensors: OptimizerTensors,
  context: LaunchContext,
): Launch {
  const { elements, tablesEnd, matricesEnd } = arena;
  const ends = { TABLES_END: tablesEnd, MATRICES_END: matricesEnd };
  const at = (set: readonly Tensor[]): Tensor => set[index] as Tensor;
  const { weights, m, scales, copies, gradients, metrics, step } = tensors;
  const inputs = [reads(at(gradients)), reads(metrics), uniform(step)];
  const copy = copies ? [writes(at(copies))] : [];
  const scale = scales[index];
  if (scale) {
    const blocks = elements / (4 * BLOCK_VEC4S);
    return launch(context, {
      shader: copies ? 'adamw_int8_copy' : 'adamw_int8',
      bindings: [writes(at(weights)), writes(at(m)), writes(v), writes(scale), ...copy, ...inputs],
      constants: { WORKGROUP_SIZE: reductionSize(context, BLOCK_VEC4S) },
      overrides: { BLOCKS: blocks, ...ends, ARENA: index },
      workgroups: foldWorkgroups(blocks),
      flops: 30 * elements,
    });
  }
  return launch(context, {
    shader: copies ? 'adamw_copy' : 'adamw',
    method: momentsMethod(at(m)),
    bindings: [writes(at(weights)), writes(at(m)), writes(v), ...copy, ...inputs],
    constants: { WORKGROUP_SIZE },
    overrides: { VEC4S: elements / 4, ...ends, ARENA: index },
    workgroups: foldWorkgroups(Math.ceil(elements / 4 / WORKGROUP_SIZE)),
    flops: 17 * elements,
  });
}

function momentsMethod({ id, type }: Tensor): 'f32' | 'bf16' {
  if (type === 'f32' || type === 'bf16') return type;
  throw new Error(`optimizer: the moments "${id}" should be f32 or bf16, or have scales, but are ${type}.`);
}
