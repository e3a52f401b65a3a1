/**
 * Self-attention of sequences with the product that makes its queries, keys and values, of which queries and keys are rotated
 * by their positions (RoPE, Su et al. 2021, arXiv:2104.09864) in that product's epilogue, and rotated back where attention's
 * backward pass writes their gradients:
 *   q|k|v = x · weightᵀ (+ bias), q and k rotated by positions;  o = attention(q, k, v)
 *   x [B·T, d]; positions [B·T] i32; weight [(H + 2·KV)·headSize, d], rows of q and k with pairs side by side (model/parameters.ts),
 *   and so the columns of bias [1, (H + 2·KV)·headSize];
 *   qkv [B·T, (H + 2·KV)·headSize]; o [B·T, H·headSize]
 */
import {
  type AttentionArguments,
  type AttentionShape,
  attentionBackward,
  attentionForward,
  checkAttention,
} from './attention.ts';
import type { AttentionMask } from './attention-mask.ts';
import { biasGradient } from './column-sum.ts';
import { gemm } from './gemm.ts';
import { rotate } from './gemm-epilogues.ts';
import { type LowRankRows, lowRankForward, lowRankGradients, lowRankRows } from './low-rank.ts';
import {
  expectShape,
  expectThat,
  type Graph,
  type Launch,
  type LaunchContext,
  type Operator,
  type Tensor,
} from './operator.ts';

interface SelfAttentionArguments extends AttentionArguments {
  readonly x: Tensor;
  readonly weight: Tensor;
  readonly bias: Tensor | undefined;
  readonly tables: Tensor;
  /** Of the weight's adapter. */
  readonly lowRank: LowRankRows | undefined;
}

const operator: Operator<SelfAttentionArguments> = {
  name: 'self-attention',

  validate(args) {
    const { qkv, x, weight, bias, tables, shape } = args;
    const { heads, kvHeads, headSize, seq } = shape;
    if (bias) expectShape('selfAttention', 'bias', bias, 1, qkv.cols);
    expectShape('selfAttention', 'weight', weight, (heads + 2 * kvHeads) * headSize, x.cols);
    expectShape('selfAttention', 'tables', tables, tables.rows, headSize);
    expectThat(tables.rows >= seq, 'selfAttention', 'rows of tables', `at least seq ${seq}`, tables.rows);
    checkAttention(args);
  },

  forward(args, context) {
    return [...rotatedProduct(context, args), attentionForward(context, args)];
  },

  backward(args, gradients, context) {
    const { o, qkv, x, weight, bias, shape, lowRank } = args;
    const { tensor: dqkv } = gradients.into(qkv);
    const delta = gradients.scratch('delta', 1, o.rows * shape.heads, 'f32');
    const d_o = gradients.of(o);
    const dx = gradients.into(x);
    const dweight = gradients.into(weight);
    return [
      ...attentionBackward(context, { ...args, dqkv, d_o, delta }),
      gemm(context, { form: 'NN', out: dx.tensor, a: dqkv, b: weight, accumulate: dx.accumulate }),
      gemm(context, { form: 'TN', out: dweight.tensor, a: dqkv, b: x, accumulate: dweight.accumulate }),
      ...lowRankGradients(context, gradients, lowRank, { x, dy: dqkv, dx: dx.tensor }),
      ...(bias ? biasGradient(context, gradients, bias, dqkv) : []),
    ];
  },
};

function rotatedProduct(context: LaunchContext, args: SelfAttentionArguments): Launch[] {
  const { qkv, x, weight, tables, positions, shape, lowRank } = args;
  const { heads, kvHeads, headSize } = shape;
  const epilogue = rotate(tables, positions, headSize, (heads + kvHeads) * headSize);
  const { launches, bias } = lowRankForward(context, lowRank, x, args.bias);
  return [...launches, gemm(context, { form: 'NT', out: qkv, a: x, b: weight, bias, epilogue })];
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
  bias?: Tensor,
): Tensor {
  const qkv = graph.matrix('qkv', x.rows, weight.rows);
  const o = graph.matrix(name, x.rows, shape.heads * shape.headSize);
  const lse = graph.scalars(`${name}.lse`, x.rows, shape.heads);
  const lowRank = lowRankRows(graph, x, weight, 'qkv');
  graph.call(operator, { o, lse, qkv, x, weight, bias, tables, positions, shape, mask, lowRank });
  return o;
}
