/**
 * The update at the end of an optimizer step, over whole arenas and without knowing what lies in them but for the bounds
 * of the groups that have a rate and a decay of their own: global gradient norm, clipping, AdamW with decoupled decay
 * (Loshchilov & Hutter 2019, arXiv:1711.05101); or, of arenas whose matrices are given, Muon (muon.ts).
 * A gradient or a loss that is not finite leaves weights and moments as they are; metrics tell the host, nothing waits for it.
 * Loss scale, its count of good steps and AdamW's count live in `scaler`, on the device. What words metrics and scaler hold:
 * step-words.ts.
 */
import { foldWorkgroups } from '../gpu/launch.ts';
import {
  BLOCK_ELEMENTS,
  BLOCK_VEC4S,
  blockOverrides,
  type GradientSpan,
  spanBlocks,
  spanColumns,
  vec4Overrides,
} from './gradient-span.ts';
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
  /** Of each arena; those of arenas with matrices are overwritten. */
  readonly gradients: readonly (readonly GradientSpan[])[];
  /** One [1, elements] f32 matrix an arena, and so are the next two; moments may be bf16 or int8. */
  readonly weights: readonly Tensor[];
  readonly m: readonly Tensor[];
  /** Null of arenas with matrices. */
  readonly v: readonly (Tensor | null)[];
  /** f32 scalars [moments, elements / 256] of the arenas whose moments are int8; null of the others. */
  readonly scales: readonly (Tensor | null)[];
  /** The weights' compute copies in the storage type, laid out alike; null where kernels read the weights themselves. */
  readonly copies: readonly Tensor[] | null;
  /** f32 scalars [16, 1]: what the loss scale and AdamW count. */
  readonly scaler: Tensor;
  /** f32 scalars [GRAD_NORM_PARTS · spans of gradients, 1]. */
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
  const spans = tensors.gradients.flat();
  return [
    ...spans.map(({ gradient }, i) => normParts(gradient, i, tensors, context)),
    normFinish(spans.length, tensors, context),
    ...arenas.flatMap((arena, i) => {
      const v = tensors.v[i];
      return (tensors.gradients[i] ?? []).flatMap((span) =>
        v ? [adamw(arena, i, span, v, tensors, context)] : muonOf(arena, i, span, muon, tensors, context),
      );
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
  expectThat(
    tensors.gradients.length === arenas.length,
    'optimizer',
    'gradients',
    `${arenas.length} arenas`,
    tensors.gradients.length,
  );
  arenas.forEach(({ elements }, i) => {
    for (const span of tensors.gradients[i] ?? []) {
      const { from, count } = spanColumns(span);
      expectThat(
        from % BLOCK_ELEMENTS === 0,
        'optimizer',
        `from in gradients[${i}]`,
        `a multiple of ${BLOCK_ELEMENTS}`,
        from,
      );
      expectThat(
        from + count <= elements,
        'optimizer',
        `end of gradients[${i}]`,
        `within ${elements} elements`,
        from + count,
      );
    }
  });
  for (const set of ['weights', 'm', 'v'] as const) {
    expectThat(tensors[set].length === arenas.length, 'optimizer', set, `${arenas.length} arenas`, tensors[set].length);
    arenas.forEach(({ elements, matrices }, i) => {
      const tensor = tensors[set][i];
      expectThat(!tensor === (set === 'v' && matrices !== null), 'optimizer', `${set}[${i}]`, 'that of AdamW', 'not');
      if (tensor) expectShape('optimizer', `${set}[${i}]`, tensor, 1, elements);
    });
  }
  arenas.forEach(({ elements, matrices }, i) => {
    const scales = tensors.scales[i];
    if (scales) expectShape('optimizer', `scales[${i}]`, scales, matrices ? 1 : 2, elements / BLOCK_ELEMENTS);
  });
  for (const { elements, tablesEnd, matricesEnd } of arenas) {
    expectThat(elements % 64 === 0, 'optimizer', 'elements', 'a multiple of 64', elements);
    const isInside = tablesEnd <= matricesEnd && matricesEnd <= elements;
    expectThat(isInside, 'optimizer', 'matricesEnd', `from ${tablesEnd} to ${elements}`, matricesEnd);
    for (const [name, end] of Object.entries({ tablesEnd, matricesEnd }))
      expectThat(end % 4 === 0, 'optimizer', name, 'a multiple of 4', end);
  }
  expectShape('optimizer', 'parts', tensors.parts, GRAD_NORM_PARTS * tensors.gradients.flat().length, 1);
  expectShape('optimizer', 'metrics', tensors.metrics, 16, 1);
  expectShape('optimizer', 'scaler', tensors.scaler, 16, 1);
  expectShape('optimizer', 'step', tensors.step, 16, 1);
}

function normParts(gradient: Tensor, place: number, tensors: OptimizerTensors, context: LaunchContext) {
  const elements = gradient.cols;
  return launch(context, {
    shader: 'grad_norm_parts',
    bindings: [writes(tensors.parts, { from: place * GRAD_NORM_PARTS, count: GRAD_NORM_PARTS }), reads(gradient)],
    constants: { WORKGROUP_SIZE: reductionSize(context, WORKGROUP_SIZE) },
    overrides: { VEC4S: elements / 4, FIRST4: 0, PARTS: GRAD_NORM_PARTS },
    workgroups: [Math.min(GRAD_NORM_PARTS, Math.ceil(elements / 4 / reductionSize(context, WORKGROUP_SIZE))), 1, 1],
    flops: 2 * elements,
  });
}

function normFinish(spans: number, { metrics, scaler, parts, step }: OptimizerTensors, context: LaunchContext) {
  return launch(context, {
    shader: 'grad_norm_finish',
    bindings: [writes(metrics), writes(scaler), reads(parts), uniform(step)],
    constants: { WORKGROUP_SIZE: reductionSize(context, WORKGROUP_SIZE) },
    overrides: { PARTS: GRAD_NORM_PARTS * spans },
    workgroups: [1, 1, 1],
    flops: GRAD_NORM_PARTS * spans,
  });
}

function muonOf(
  { matrices }: OptimizerArena,
  index: number,
  span: GradientSpan,
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
    span,
    m: at(tensors.m),
    scales: scales[index] ?? null,
    ...{ metrics, step },
  };
  return muonLaunches(matrices, index, muon, own, muon.scratch, context);
}

function adamw(
  arena: OptimizerArena,
  index: number,
  span: GradientSpan,
  v: Tensor,
  tensors: OptimizerTensors,
  context: LaunchContext,
): Launch {
  const { tablesEnd, matricesEnd } = arena;
  const { from, count } = spanColumns(span);
  const within = (end: number) => Math.min(Math.max(0, end - from), count);
  const ends = { TABLES_END: within(tablesEnd), MATRICES_END: within(matricesEnd) };
  const at = (set: readonly Tensor[]): Tensor => set[index] as Tensor;
  const { weights, m, scales, copies, metrics, step } = tensors;
  const inputs = [reads(span.gradient), reads(metrics), uniform(step)];
  const scale = scales[index];
  if (scale) {
    const blocks = spanBlocks(span);
    const part = (tensor: Tensor) => writes(tensor, undefined, { from, count: blocks * BLOCK_ELEMENTS });
    const copy = copies ? [part(at(copies))] : [];
    return launch(context, {
      shader: copies ? 'adamw_int8_copy' : 'adamw_int8',
      bindings: [part(at(weights)), part(at(m)), part(v), writes(scale), ...copy, ...inputs],
      constants: { WORKGROUP_SIZE: reductionSize(context, BLOCK_VEC4S) },
      overrides: { ...blockOverrides(span, at(m)), ...ends, ARENA: index },
      workgroups: foldWorkgroups(blocks),
      flops: 30 * count,
    });
  }
  const part = (tensor: Tensor) => writes(tensor, undefined, { from, count });
  const copy = copies ? [part(at(copies))] : [];
  return launch(context, {
    shader: copies ? 'adamw_copy' : 'adamw',
    method: momentsMethod(at(m)),
    bindings: [part(at(weights)), part(at(m)), part(v), ...copy, ...inputs],
    constants: { WORKGROUP_SIZE },
    overrides: { ...vec4Overrides(span, at(m)), ...ends, ARENA: index },
    workgroups: foldWorkgroups(Math.ceil(count / 4 / WORKGROUP_SIZE)),
    flops: 17 * count,
  });
}

function momentsMethod({ id, type }: Tensor): 'f32' | 'bf16' {
  if (type === 'f32' || type === 'bf16') return type;
  throw new Error(`optimizer: the moments "${id}" should be f32 or bf16, or have scales, but are ${type}.`);
}
