/**
 * Causal self-attention of a sequence with the product that makes its queries, keys and values, which are turned by their
 * positions (RoPE, Su et al. 2021, arXiv:2104.09864) in that product's epilogue, and turned back where attention's backward
 * pass writes their gradients:
 *   q|k|v = x · weightᵀ, q and k turned by the row of their sequence;  o = attention(q, k, v)
 *   x [B·T, d]; weight [(H + 2·KV)·headSize, d], rows of q and k with pairs side by side (model/parameters.ts);
 *   qkv [B·T, (H + 2·KV)·headSize]; o [B·T, H·headSize]
 */

import { foldWorkgroups } from '../gpu/launch.ts';
import { type AttentionShape, attentionBackward, attentionForward, checkAttention } from './attention.ts';
import { gemm, tileOf } from './gemm.ts';
import {
  expectShape,
  expectThat,
  type Graph,
  type Launch,
  type LaunchContext,
  launch,
  type Operator,
  reads,
  stride4,
  type Tensor,
  writes,
} from './operator.ts';

interface SelfAttentionArguments {
  o: Tensor;
  lse: Tensor;
  qkv: Tensor;
  x: Tensor;
  weight: Tensor;
  tables: Tensor;
  step: Tensor;
  shape: AttentionShape;
}

const operator: Operator<SelfAttentionArguments> = {
  name: 'self-attention',

  validate(args) {
    const { qkv, x, weight, tables, shape } = args;
    const { heads, kvHeads, headSize, seq } = shape;
    expectShape('selfAttention', 'weight', weight, (heads + 2 * kvHeads) * headSize, x.cols);
    expectShape('selfAttention', 'tables', tables, tables.rows, headSize);
    expectThat(tables.rows >= seq, 'selfAttention', 'rows of tables', `at least seq ${seq}`, tables.rows);
    checkAttention({ ...args, ...columns(qkv, shape) });
  },

  forward(args, context) {
    return [rotatedProduct(context, args), attentionForward(context, { ...args, ...columns(args.qkv, args.shape) })];
  },

  backward(args, gradients, context) {
    const { o, qkv, x, weight, shape } = args;
    const { tensor: dqkv } = gradients.into(qkv);
    const delta = gradients.scratch('delta', 1, o.rows * shape.heads, 'f32');
    const d_o = gradients.of(o);
    const dx = gradients.into(x);
    const dweight = gradients.into(weight);
    return [
      ...attentionBackward(context, { ...args, ...columns(qkv, shape), dqkv, d_o, delta: delta }),
      gemm(context, { form: 'NN', out: dx.tensor, a: dqkv, b: weight, accumulate: dx.accumulate }),
      gemm(context, { form: 'TN', out: dweight.tensor, a: dqkv, b: x, accumulate: dweight.accumulate }),
    ];
  },
};

const columns = (tensor: Tensor, { heads, kvHeads, headSize }: AttentionShape) => ({
  q: { tensor, column: 0 },
  k: { tensor, column: heads * headSize },
  v: { tensor, column: (heads + kvHeads) * headSize },
});

function rotatedProduct(context: LaunchContext, args: SelfAttentionArguments): Launch {
  const { qkv, x, weight, tables, shape } = args;
  const { heads, kvHeads, headSize, seq } = shape;
  const tile = tileOf(context, 'NT', qkv.rows, qkv.cols, x, weight);
  return launch(context, {
    shader: 'gemm_nt_rope',
    method: tile.method,
    bindings: [writes(qkv), reads(x), reads(weight), reads(tables)],
    constants: tile.constants,
    overrides: {
      M: qkv.rows,
      N: qkv.cols,
      K: x.cols,
      A_STRIDE4: stride4(x),
      B_STRIDE4: stride4(weight),
      OUT_STRIDE4: stride4(qkv),
      SEQ: seq,
      HEAD4: headSize / 4,
      ROTATED4: ((heads + kvHeads) * headSize) / 4,
    },
    workgroups: foldWorkgroups(Math.ceil(qkv.rows / tile.rows) * Math.ceil(qkv.cols / tile.columns)),
    flops: 2 * qkv.rows * qkv.cols * x.cols + 3 * qkv.rows * (heads + kvHeads) * headSize,
  });
}

/**
 * Returns o [B·T, H·headSize].
 * @param shape without `keys`: every row sees the rows of its own sequence up to itself
 * @param tables [at least seq, headSize] f32, see ropeTables
 * @param step the Step uniform, shaders/lib/step.wgsl; its position is 0
 */
export function selfAttention(
  graph: Graph,
  x: Tensor,
  weight: Tensor,
  shape: Omit<AttentionShape, 'keys'>,
  tables: Tensor,
  step: Tensor,
  name: string,
): Tensor {
  const qkv = graph.matrix('qkv', x.rows, weight.rows);
  const o = graph.matrix(name, x.rows, shape.heads * shape.headSize);
  const lse = graph.scalars(`${name}.lse`, x.rows, shape.heads);
  graph.call(operator, { o, lse, qkv, x, weight, tables, step, shape: { ...shape, keys: shape.seq } });
  return o;
}
