/**
 * QK-norm with RoPE: RMSNorm of each head's queries and keys (Henry et al. 2020, arXiv:2010.04245; in this form Qwen3), which
 * are then rotated by their positions. Stands between the product that makes q|k|v and attention.
 *   qkv [rows, (H + 2·KV)·headSize]; weight [1, 2·headSize], of queries, then of keys, in the device's order of a head's
 *   elements (rope.ts); positions [rows] i32; rstd [rows, H + KV] f32 is saved by the forward pass for the backward pass.
 * The gradient of what comes out becomes that of what went in, in place.
 */
import { foldWorkgroups } from '../gpu/launch.ts';
import { type AttentionShape, checkHeads } from './attention.ts';
import { blockSums } from './column-sum.ts';
import {
  expectShape,
  type Graph,
  launch,
  type Operator,
  reads,
  reductionSize,
  type Tensor,
  writes,
} from './operator.ts';

type HeadShape = Pick<AttentionShape, 'heads' | 'kvHeads' | 'headSize'>;

interface QkNormArguments {
  readonly out: Tensor;
  readonly rstd: Tensor;
  readonly qkv: Tensor;
  readonly weight: Tensor;
  readonly shape: HeadShape;
  readonly eps: number;
  readonly tables: Tensor;
  readonly positions: Tensor;
}

/** Invocations that share a head on a GPU: a vec4 each of 128 elements. */
const WORKGROUP_SIZE = 32;
/** Rows of one workgroup of the backward kernel: with its heads enough of them to fill a GPU, few enough sums to add up. */
const BLOCK = 128;

const operator: Operator<QkNormArguments> = {
  name: 'qk-norm',

  validate({ qkv, weight, shape, tables, positions }) {
    const { heads, kvHeads, headSize } = shape;
    checkHeads('qkNorm', shape);
    expectShape('qkNorm', 'qkv', qkv, qkv.rows, (heads + 2 * kvHeads) * headSize);
    expectShape('qkNorm', 'weight', weight, 1, 2 * headSize);
    expectShape('qkNorm', 'tables', tables, tables.rows, headSize);
    expectShape('qkNorm', 'positions', positions, qkv.rows, 1);
  },

  forward({ out, rstd, qkv, weight, shape, eps, tables, positions }, context) {
    const { heads, kvHeads, headSize } = shape;
    return [
      launch(context, {
        shader: 'qk_norm_rope',
        bindings: [writes(out), writes(rstd), reads(qkv), reads(weight), reads(tables), reads(positions)],
        constants: { WORKGROUP_SIZE: reductionSize(context, WORKGROUP_SIZE) },
        overrides: { ...sizes(qkv, shape), EPS: eps },
        workgroups: foldWorkgroups(qkv.rows * (heads + 2 * kvHeads)),
        isCheap: true,
        flops: 7 * qkv.rows * (heads + kvHeads) * headSize,
      }),
    ];
  },

  backward({ out, rstd, qkv, weight, shape, tables, positions }, gradients, context) {
    const { heads, kvHeads, headSize } = shape;
    gradients.share(out, qkv);
    const dqkv = gradients.of(out);
    const blocks = Math.ceil(qkv.rows / BLOCK);
    const dw = blockSums(context, gradients, weight, 'dw_part', blocks * heads);
    const size = reductionSize(context, WORKGROUP_SIZE);
    return [
      launch(context, {
        shader: 'qk_norm_rope_backward',
        slots: { WEIGHT: dw.slot },
        bindings: [
          ...[...dw.bindings, writes(dqkv)],
          ...[reads(qkv), reads(weight), reads(rstd), reads(tables), reads(positions)],
        ],
        constants: { WORKGROUP_SIZE: size, OWN: Math.ceil(headSize / 4 / size) },
        overrides: { ...sizes(qkv, shape), BLOCK },
        workgroups: foldWorkgroups(blocks * heads),
        flops: 15 * qkv.rows * (heads + kvHeads) * headSize,
      }),
      ...dw.launches,
    ];
  },
};

const sizes = (qkv: Tensor, { heads, kvHeads, headSize }: HeadShape): Record<string, number> => ({
  ROWS: qkv.rows,
  HEADS: heads,
  KV_HEADS: kvHeads,
  HEAD4: headSize / 4,
});

/**
 * Returns q|k|v with queries and keys ready to be compared, like qkv.
 * @param qkv read by nothing else
 * @param tables [more than every position, headSize] f32, see ropeTables
 */
export function qkNorm(
  graph: Graph,
  qkv: Tensor,
  weight: Tensor,
  shape: HeadShape,
  eps: number,
  tables: Tensor,
  positions: Tensor,
  name: string,
): Tensor {
  const out = graph.matrix(name, qkv.rows, qkv.cols);
  const rstd = graph.scalars(`${name}.rstd`, qkv.rows, shape.heads + shape.kvHeads);
  graph.call(operator, { out, rstd, qkv, weight, shape, eps, tables, positions });
  return out;
}
