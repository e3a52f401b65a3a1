/**
 * The MLP of a block with its residual, as two products forward and four backward whose epilogues do the rest:
 *   gated (SwiGLU, Shazeer 2020, arXiv:2002.05202):  [gate | up] = x · gateUpWeightᵀ;  hidden = silu(gate) · up
 *   GELU by tanh (Hendrycks & Gimpel 2016, arXiv:1606.08415):  before = x · upWeightᵀ;  hidden = gelu(before)
 *   y = hidden · downWeightᵀ + residual;  each product may have a bias
 *   x [rows, d]; gateUpWeight [roundUp(ffn, 4) + ffn, d]: gate's rows from 0, up's from roundUp(ffn, 4), zeros between them, and
 *   so the columns of its bias; upWeight [ffn, d]; downWeight [out, ffn]; residual and y [rows, out]
 * Kept for the backward pass are x and [gate | up], or what GELU was applied to; hidden is recomputed there, on the way.
 */
import { biasGradient } from './column-sum.ts';
import { gemm } from './gemm.ts';
import {
  addTo,
  type Epilogue,
  gelu,
  geluBackward,
  geluSaved,
  swiglu,
  swigluBackward,
  swigluSaved,
} from './gemm-epilogues.ts';
import { gemmInParts, type PlainProduct } from './gemm-parts.ts';
import { gemv } from './gemv.ts';
import { type LowRankRows, lowRankBackward, lowRankForward, lowRankGradients, lowRankRows } from './low-rank.ts';
import { expectShape, expectThat, type Graph, type Operator, roundUp, type Tensor } from './operator.ts';

/** What stands between the two products: on the row of an inference graph, forward and backward. */
interface Activation {
  readonly name: 'swiglu' | 'gelu';
  /** Rows of the first weight. */
  width(ffn: number): number;
  readonly ofRow: Epilogue;
  saved(before: Tensor): Epilogue;
  backward(dbefore: Tensor, before: Tensor): Epilogue;
}

const SWIGLU: Activation = {
  name: 'swiglu',
  width: (ffn) => roundUp(ffn, 4) + ffn,
  ofRow: swiglu,
  saved: swigluSaved,
  backward: swigluBackward,
};

const GELU: Activation = {
  name: 'gelu',
  width: (ffn) => ffn,
  ofRow: gelu,
  saved: geluSaved,
  backward: geluBackward,
};

/** The weights of an MLP's two products, each with its bias. */
export interface MlpWeights {
  /** gateUpWeight, or upWeight. */
  readonly up: Tensor;
  readonly upBias?: Tensor | undefined;
  readonly down: Tensor;
  readonly downBias?: Tensor | undefined;
}

interface MlpArguments extends MlpWeights {
  readonly activation: Activation;
  readonly y: Tensor;
  readonly hidden: Tensor;
  /** What the activation is applied to: gate|up, or one matrix. */
  readonly before: Tensor;
  readonly x: Tensor;
  readonly residual: Tensor;
  /** Of the weights' adapters. */
  readonly upRank: LowRankRows | undefined;
  readonly downRank: LowRankRows | undefined;
}

const operator: Operator<MlpArguments> = {
  name: 'mlp',

  validate({ activation, y, x, up, upBias, down, downBias, residual }) {
    const width = activation.width(down.cols);
    expectShape('mlp', activation.name === 'swiglu' ? 'gateUpWeight' : 'upWeight', up, width, x.cols);
    if (upBias) expectShape('mlp', 'the bias of the first product', upBias, 1, width);
    if (downBias) expectShape('mlp', 'the bias of the second product', downBias, 1, y.cols);
    expectShape('mlp', 'residual', residual, y.rows, y.cols);
    expectThat(residual.id !== x.id, 'mlp', 'residual', 'another tensor than x, whose gradient differs', 'x');
  },

  forward({ activation, y, hidden, before, x, up, upBias, down, downBias, residual, upRank, downRank }, context) {
    const first = lowRankForward(context, upRank, x, upBias);
    const second = lowRankForward(context, downRank, hidden, downBias);
    if (!context.training && x.rows === 1)
      return [
        ...first.launches,
        gemv(context, { out: hidden, x, weight: up, bias: first.bias, epilogue: activation.ofRow }),
        ...second.launches,
        gemv(context, { out: y, x: hidden, weight: down, bias: second.bias, epilogue: addTo(residual) }),
      ];
    return [
      ...first.launches,
      gemm(context, { form: 'NT', out: hidden, a: x, b: up, bias: first.bias, epilogue: activation.saved(before) }),
      ...second.launches,
      gemm(context, { form: 'NT', out: y, a: hidden, b: down, bias: second.bias, epilogue: addTo(residual) }),
    ];
  },

  backward(args, gradients, context) {
    const { activation, y, before, x, up, upBias, down, downBias, residual, upRank, downRank } = args;
    const dy = gradients.of(y);
    gradients.share(y, residual);
    const { tensor: dbefore } = gradients.into(before);
    const hidden = gradients.scratch('hidden', y.rows, down.cols);
    const dx = gradients.into(x);
    const dup = gradients.into(up);
    const ddown = gradients.into(down);
    // What the second weight's adapter adds to the gradient of hidden is there before the epilogue that uses it up.
    const adapted = downRank && lowRankBackward(context, gradients, downRank, dy);
    const dhidden = adapted && gradients.scratch('dhidden', y.rows, down.cols);
    const epilogue = activation.backward(dbefore, before);
    const inParts = (product: PlainProduct) => gemmInParts(context, gradients, product);
    return [
      ...(adapted ? adapted.launches : []),
      ...(adapted && dhidden ? adapted.input(dhidden, false) : []),
      gemm(context, { form: 'NN', out: hidden, a: dy, b: down, bias: dhidden, epilogue }),
      ...(adapted ? adapted.factors(hidden) : []),
      ...inParts({ form: 'TN', out: ddown.tensor, a: dy, b: hidden, accumulate: ddown.accumulate }),
      ...inParts({ form: 'NN', out: dx.tensor, a: dbefore, b: up, accumulate: dx.accumulate }),
      ...inParts({ form: 'TN', out: dup.tensor, a: dbefore, b: x, accumulate: dup.accumulate }),
      ...lowRankGradients(context, gradients, upRank, { x, dy: dbefore, dx: dx.tensor }),
      ...(upBias ? biasGradient(context, gradients, upBias, dbefore) : []),
      ...(downBias ? biasGradient(context, gradients, downBias, dy) : []),
    ];
  },
};

/**
 * The gated MLP. Returns y [rows, out]. The residual must not have been given a gradient by a later call: its part from here
 * comes first.
 * @throws when shapes do not fit
 */
export function mlp(graph: Graph, x: Tensor, weights: MlpWeights, residual: Tensor, name: string): Tensor {
  return record(graph, SWIGLU, `${name}.gate_up`, x, weights, residual, name);
}

/** The MLP with GELU; else as `mlp`. */
export function geluMlp(graph: Graph, x: Tensor, weights: MlpWeights, residual: Tensor, name: string): Tensor {
  return record(graph, GELU, `${name}.pre_activation`, x, weights, residual, name);
}

function record(
  graph: Graph,
  activation: Activation,
  beforeName: string,
  x: Tensor,
  weights: MlpWeights,
  residual: Tensor,
  name: string,
): Tensor {
  const y = graph.matrix(name, x.rows, weights.down.rows);
  const hidden = graph.matrix(`${name}.hidden`, x.rows, weights.down.cols);
  const before = graph.matrix(beforeName, x.rows, weights.up.rows);
  const upRank = lowRankRows(graph, x, weights.up, `${name}.up`);
  const downRank = lowRankRows(graph, hidden, weights.down, `${name}.down`);
  graph.call(operator, { activation, y, hidden, before, x, ...weights, residual, upRank, downRank });
  return y;
}
