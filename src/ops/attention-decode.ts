/**
 * Attention of one query row over a cache of keys and values: a token's part in decoding. See attention.ts for the formula.
 *   o [1, H·headSize]; q [1, …], k and v [keys, …] as column ranges; rows of k and v beyond step.position are not read.
 * One workgroup a head: heads that share keys and values read them again, from the adapter's cache where it has one. A
 * card with many more cores than the model has heads would want the keys split among workgroups as well.
 * Head sizes up to 1024.
 */
import {
  expectThat,
  type Launch,
  type LaunchContext,
  launch,
  reads,
  roundUp,
  stride4,
  type Tensor,
  uniform,
  writes,
} from './operator.ts';

/** Columns of a matrix from `column` on, a multiple of 4. */
export interface Columns {
  readonly tensor: Tensor;
  readonly column: number;
}

export interface DecodeAttention {
  readonly o: Tensor;
  readonly q: Columns;
  readonly k: Columns;
  readonly v: Columns;
  readonly shape: { readonly heads: number; readonly kvHeads: number; readonly headSize: number };
  readonly step: Tensor;
}

/** Invocations of a head on a GPU; as many as every adapter allows. */
const WORKGROUP_SIZE = 256;

/** @throws of a head with more vec4s than a workgroup has invocations. */
export function decodeAttention(context: LaunchContext, { o, q, k, v, shape, step }: DecodeAttention): Launch {
  const { heads, kvHeads, headSize } = shape;
  expectThat(headSize <= 4 * WORKGROUP_SIZE, 'attention', 'headSize', `at most ${4 * WORKGROUP_SIZE}`, headSize);
  const head4 = headSize / 4;
  return launch(context, {
    shader: 'attention_decode',
    bindings: [writes(o), reads(q.tensor), reads(k.tensor), reads(v.tensor), uniform(step)],
    constants: {
      HEAD4: head4,
      WORKGROUP_SIZE: context.kernels.attention === 'tiled' ? WORKGROUP_SIZE : roundUp(head4, 4),
    },
    overrides: {
      KEYS: k.tensor.rows,
      GROUP: heads / kvHeads,
      K_STRIDE4: stride4(k.tensor),
      V_STRIDE4: stride4(v.tensor),
      Q_COLUMN4: q.column / 4,
      K_COLUMN4: k.column / 4,
      V_COLUMN4: v.column / 4,
      SCALE: 1 / Math.sqrt(headSize),
    },
    workgroups: [heads, 1, 1],
    flops: 4 * headSize * heads * k.tensor.rows,
  });
}
