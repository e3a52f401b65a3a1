/**
 * The update at the end of an optimizer step, over whole arenas and without knowing what lies in them: global gradient
 * norm, clipping, AdamW with decoupled decay. (Loshchilov & Hutter 2019, arXiv:1711.05101)
 * A gradient that is not finite leaves weights and moments as they are; figures tell the host, nothing waits for it.
 *   figures[1] = norm, [2] = clip scale over loss scale, [3] = 1 if the norm is finite, else 0, [4] and [5] = bias
 *   corrections, [6] = loss scale, [7] = AdamW's count of steps. Loss scale, its count of good steps and AdamW's count of steps live in `scaler`, on the
 *   device: shaders/grad_norm_finish.wgsl.
 */
import { OcaqError } from '../errors.ts';
import { foldWorkgroups } from '../gpu/launch.ts';
import {
  expectShape,
  expectThat,
  type Launch,
  type LaunchContext,
  launch,
  type MomentsFormat,
  reads,
  reductionSize,
  type Tensor,
  uniform,
  writes,
} from './operator.ts';

/** Partial sums of the gradient norm that each arena has in `parts`: four workgroups for each of 64 multiprocessors. */
export const GRAD_NORM_PARTS = 256;

const WORKGROUP_SIZE = 256;

export interface OptimizerArena {
  /** A multiple of 64, padding included. */
  readonly elements: number;
  /** Elements before this one decay; a multiple of 4. */
  readonly decayEnd: number;
}

export interface OptimizerTensors {
  /** One [1, elements] f32 matrix an arena, and so are the next three; moments may be bf16. */
  readonly weights: readonly Tensor[];
  readonly gradients: readonly Tensor[];
  readonly m: readonly Tensor[];
  readonly v: readonly Tensor[];
  /** The weights' compute copies in the storage type, laid out alike; null where kernels read the weights themselves. */
  readonly copies: readonly Tensor[] | null;
  /** f32 scalars [16, 1]: what the loss scale and AdamW count. */
  readonly scaler: Tensor;
  /** f32 scalars [GRAD_NORM_PARTS · arenas, 1]. */
  readonly parts: Tensor;
  /** f32 scalars [16, 1]. */
  readonly figures: Tensor;
  /** The Step uniform. */
  readonly step: Tensor;
}

/** The launches of one update, in order. @throws OcaqError('shape') */
export function optimizerLaunches(
  arenas: readonly OptimizerArena[],
  tensors: OptimizerTensors,
  context: LaunchContext,
): Launch[] {
  validate(arenas, tensors);
  return [
    ...arenas.map((arena, i) => normParts(arena, i, tensors, context)),
    normFinish(arenas.length, tensors, context),
    ...arenas.map((arena, i) => adamw(arena, i, tensors, context)),
  ];
}

function validate(arenas: readonly OptimizerArena[], tensors: OptimizerTensors): void {
  for (const set of ['weights', 'gradients', 'm', 'v'] as const) {
    expectThat(tensors[set].length === arenas.length, 'optimizer', set, `${arenas.length} arenas`, tensors[set].length);
    arenas.forEach(({ elements }, i) => {
      expectShape('optimizer', `${set}[${i}]`, tensors[set][i] as Tensor, 1, elements);
    });
  }
  for (const { elements, decayEnd } of arenas) {
    expectThat(elements % 64 === 0, 'optimizer', 'elements', 'a multiple of 64', elements);
    expectThat(decayEnd % 4 === 0 && decayEnd <= elements, 'optimizer', 'decayEnd', 'a multiple of 4', decayEnd);
  }
  expectShape('optimizer', 'parts', tensors.parts, GRAD_NORM_PARTS * arenas.length, 1);
  expectShape('optimizer', 'figures', tensors.figures, 16, 1);
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
    overrides: { VEC4S: elements / 4, PARTS: GRAD_NORM_PARTS },
    workgroups: [Math.min(GRAD_NORM_PARTS, Math.ceil(elements / 4 / reductionSize(context, WORKGROUP_SIZE))), 1, 1],
    flops: 2 * elements,
  });
}

function normFinish(arenas: number, { figures, scaler, parts, step }: OptimizerTensors, context: LaunchContext) {
  return launch(context, {
    shader: 'grad_norm_finish',
    bindings: [writes(figures), writes(scaler), reads(parts), uniform(step)],
    constants: { WORKGROUP_SIZE: reductionSize(context, WORKGROUP_SIZE) },
    overrides: { PARTS: GRAD_NORM_PARTS * arenas },
    workgroups: [1, 1, 1],
    flops: GRAD_NORM_PARTS * arenas,
  });
}

function adamw(
  { elements, decayEnd }: OptimizerArena,
  arena: number,
  tensors: OptimizerTensors,
  context: LaunchContext,
) {
  const { weights, m, v, copies, gradients, figures, step } = tensors;
  return launch(context, {
    shader: copies ? 'adamw_copy' : 'adamw',
    method: momentsFormat(m[arena] as Tensor),
    bindings: [
      writes(weights[arena] as Tensor),
      writes(m[arena] as Tensor),
      writes(v[arena] as Tensor),
      ...(copies ? [writes(copies[arena] as Tensor)] : []),
      reads(gradients[arena] as Tensor),
      reads(figures),
      uniform(step),
    ],
    constants: { WORKGROUP_SIZE },
    overrides: { VEC4S: elements / 4, DECAY_END: decayEnd, ARENA: arena },
    workgroups: foldWorkgroups(Math.ceil(elements / 4 / WORKGROUP_SIZE)),
    flops: 17 * elements,
  });
}

function momentsFormat({ id, type }: Tensor): MomentsFormat {
  if (type === 'f32' || type === 'bf16') return type;
  throw new OcaqError('shape', `optimizer: the moments "${id}" should be f32 or bf16, but are ${type}.`);
}
