/**
 * Linear layer: y = x · Wᵀ (+ bias) (+ residual), and what the weight's adapter adds (low-rank.ts). Rows of a weight that lies in
 * parts are columns of y.
 *   x [rows, in]; weight [out, in]; bias [1, out]; residual and y [rows, out]
 * Backward: dx = dy · W, dW += dyᵀ · x, dbias += Σ over rows of dy; the residual's gradient is dy itself, shared without a copy.
 */
import { biasGradient } from './column-sum.ts';
import { gemm } from './gemm.ts';
import { addTo } from './gemm-epilogues.ts';
import { gemmInParts } from './gemm-parts.ts';
import { gemv } from './gemv.ts';
import { type LowRankRows, lowRankForward, lowRankGradients, lowRankRows } from './low-rank.ts';
import { expectShape, expectThat, type Graph, type Operator, rowParts, type Tensor } from './operator.ts';

/** What is added to a product's rows. */
export interface LinearAdded {
  readonly bias?: Tensor | undefined;
  /** It must not have been given a gradient by a later call: its part from here comes first. */
  readonly residual?: Tensor | undefined;
}

interface LinearArguments extends LinearAdded {
  readonly y: Tensor;
  readonly x: Tensor;
  readonly weight: Tensor;
  /** Of the weight's adapter. */
  readonly lowRank: LowRankRows | undefined;
}

const operator: Operator<LinearArguments> = {
  name: 'linear',

  validate({ y, x, weight, bias, residual }) {
    expectShape('linear', 'weight', weight, y.cols, x.cols);
    if (bias) expectShape('linear', 'bias', bias, 1, y.cols);
    if (!residual) return;
    expectShape('linear', 'residual', residual, y.rows, y.cols);
    expectThat(residual.id !== x.id, 'linear', 'residual', 'another tensor than x, whose gradient differs', 'x');
  },

  forward({ y, x, weight, bias: ownBias, residual, lowRank }, context) {
    const epilogue = residual && addTo(residual);
    const { launches, bias } = lowRankForward(context, lowRank, x, ownBias);
    const products = rowParts(weight).map(({ tensor, rows: columns }) =>
      !context.training && x.rows === 1
        ? gemv(context, { out: y, x, weight: tensor, columns, bias, epilogue })
        : gemm(context, { form: 'NT', out: y, outColumns: columns, a: x, b: tensor, bias, epilogue }),
    );
    return [...launches, ...products];
  },

  backward({ y, x, weight, bias, residual, lowRank }, gradients, context) {
    const dy = gradients.of(y);
    if (residual) gradients.share(y, residual);
    const dx = gradients.into(x);
    const products = rowParts(weight).flatMap(({ tensor, rows: aColumns }) => {
      const dw = gradients.into(tensor);
      const accumulate = dx.accumulate || aColumns.from > 0;
      return [
        ...gemmInParts(context, gradients, { form: 'NN', out: dx.tensor, a: dy, aColumns, b: tensor, accumulate }),
        ...gemmInParts(context, gradients, {
          form: 'TN',
          out: dw.tensor,
          a: dy,
          aColumns,
          b: x,
          accumulate: dw.accumulate,
        }),
      ];
    });
    return [
      ...products,
      ...lowRankGradients(context, gradients, lowRank, { x, dy, dx: dx.tensor }),
      ...(bias ? biasGradient(context, gradients, bias, dy) : []),
    ];
  },
};

/** Returns y [rows, out]. @throws when shapes do not fit */
export function linear(graph: Graph, x: Tensor, weight: Tensor, name: string, added: LinearAdded = {}): Tensor {
  const y = graph.matrix(name, x.rows, weight.rows);
  graph.call(operator, { y, x, weight, ...added, lowRank: lowRankRows(graph, x, weight, name) });
  return y;
}
