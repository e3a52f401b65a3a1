/**
 * Self-attention of sequences with the product that makes its queries, keys and values, of which queries and keys are rotated
 * by their positions (RoPE, Su et al. 2021, arXiv:2104.09864) in that product's epilogue, and rotated back where attention's
 * backward pass writes their gradients:
 *   q|k|v = x · weightᵀ, q and k rotated by positions;  o = attention(q, k, v)
 *   x [B·T, d]; positions [B·T] i32; weight [(H + 2·KV)·headSize, d], rows of q and k with pairs side by side (model/parameters.ts);
 *   qkv [B·T, (H + 2·KV)·headSize]; o [B·T, H·headSize]
 */
import { foldWorkgroups } from '../gpu/launch.ts';
import {
  type AttentionArguments,
  type AttentionShape,
  attentionBackward,
  attentionForward,
  checkAttention,
} from './attention.ts';
import type { AttentionMask } from './attention-mask.ts';
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

interface SelfAttentionArguments extends AttentionArguments {
  readonly x: Tensor;
  readonly weight: Tensor;
  readonly tables: Tensor;
}

const operator: Operator<SelfAttentionArguments> = {
  name: 'self-attention',

  validate(args) {
    const { x, weight, tables, shape } = args;
    const { heads, kvHeads, headSize, seq } = shape;
    expectShape('selfAttention', 'weight', weight, (heads + 2 * kvHeads) * headSize, x.cols);
    expectShape('selfAttention', 'tables', tables, tables.rows, headSize);
    expectThat(tables.rows >= seq, 'selfAttention', 'rows of tables', `at least seq ${seq}`, tables.rows);
    checkAttention(args);
  },

  forward(args, context) {
    return [rotatedProduct(context, args), attentionForward(context, args)];
  },

  backward(args, gradients, context) {
    const { o, qkv, x, weight, shape } = args;
    const { tensor: dqkv } = gradients.into(qkv);
    const delta = gradients.scratch('delta', 1, o.rows * shape.heads, 'f32');
    const d_o = gradients.of(o);
    const dx = gradients.into(x);
    const dweight = gradients.into(weight);
    return [
      ...attentionBackward(context, { ...args, dqkv, d_o, delta }),
      gemm(context, { form: 'NN', out: dx.tensor, a: dqkv, b: weight, accumulate: dx.accumulate }),
      gemm(context, { form: 'TN', out: dweight.tensor, a: dqkv, b: x, accumulate: dweight.accumulate }),
    ];
  },
};

function rotatedProduct(context: LaunchContext, args: SelfAttentionArguments): Launch {
  const { qkv, x, weight, tables, positions, shape } = args;
  const { heads, kvHeads, headSize } = shape;
  const tile = tileOf(context, 'NT', qkv.rows, qkv.cols, x, weight);
  return launch(context, {
    shader: 'gemm_nt_rope',
    method: tile.method,
    bindings: [writes(qkv), reads(x), reads(weight), reads(tables), reads(positions)],
    constants: tile.constants,
    overrides: {
      M: qkv.rows,
      N: qkv.cols,
      K: x.cols,
      A_STRIDE4: stride4(x),
      B_STRIDE4: stride4(weight),
      OUT_STRIDE4: stride4(qkv),
      HEAD4: headSize / 4,
      ROTATED4: ((heads + kvHeads) * headSize) / 4,
    },
    workgroups: foldWorkgroups(Math.ceil(qkv.rows / tile.rows) * Math.ceil(qkv.cols / tile.columns)),
    flops: 2 * qkv.rows * qkv.cols * x.cols + 3 * qkv.rows * (heads + kvHeads) * headSize,
  });
}

/**
 * Returns o [B·T, H·headSize].
 * @param tables [more than every position, headSize] f32, see ropeTables
 * @param positions [B·T] i32
 */
export function selfAttention(
  graph: Graph,
  x: Tensor,
  weight: Tensor,
  shape: AttentionShape,
  mask: AttentionMask,
  tables: Tensor,
  positions: Tensor,
  name: string,
): Tensor {
  const qkv = graph.matrix('qkv', x.rows, weight.rows);
  const o = graph.matrix(name, x.rows, shape.heads * shape.headSize);
  const lse = graph.scalars(`${name}.lse`, x.rows, shape.heads);
  graph.call(operator, { o, lse, qkv, x, weight, tables, positions, shape, mask });
  return o;
}
