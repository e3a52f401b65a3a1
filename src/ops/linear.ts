/**
 * Linear layer without bias: y = x · Wᵀ (+ residual). Rows of a weight that lies in parts are columns of y.
 *   x [rows, in]; weight [out, in]; residual and y [rows, out]
 * Backward: dx = dy · W, dW += dyᵀ · x; the residual's gradient is dy itself, shared without a copy.
 */
import { gemm } from './gemm.ts';
import { gemv } from './gemv.ts';
import { expectShape, expectThat, type Graph, type Operator, rowParts, type Tensor } from './operator.ts';

interface LinearArguments {
  y: Tensor;
  x: Tensor;
  weight: Tensor;
  residual: Tensor | undefined;
}

const operator: Operator<LinearArguments> = {
  name: 'linear',

  validate({ y, x, weight, residual }) {
    expectShape('linear', 'weight', weight, y.cols, x.cols);
    if (!residual) return;
    expectShape('linear', 'residual', residual, y.rows, y.cols);
    expectThat(residual.id !== x.id, 'linear', 'residual', 'another tensor than x, whose gradient differs', 'x');
  },

  forward({ y, x, weight, residual }, context) {
    return rowParts(weight).map(({ tensor, rows: columns }) =>
      !context.training && x.rows === 1
        ? gemv(context, { out: y, x, weight: tensor, columns, residual })
        : gemm(context, { form: 'NT', out: y, outColumns: columns, a: x, b: tensor, residual, accumulate: false }),
    );
  },

  backward({ y, x, weight, residual }, gradients, context) {
    const dy = gradients.of(y);
    if (residual) gradients.share(y, residual);
    const dx = gradients.into(x);
    return rowParts(weight).flatMap(({ tensor, rows: aColumns }) => {
      const dw = gradients.into(tensor);
      const accumulate = dx.accumulate || aColumns.from > 0;
      return [
        gemm(context, { form: 'NN', out: dx.tensor, a: dy, aColumns, b: tensor, accumulate }),
        gemm(context, { form: 'TN', out: dw.tensor, a: dy, aColumns, b: x, accumulate: dw.accumulate }),
      ];
    });
  },
};

/**
 * Returns y [rows, out]. A residual must not have been given a gradient by a later call: its part from here comes first.
 * @throws when shapes do not fit
 */
export function linear(graph: Graph, x: Tensor, weight: Tensor, name: string, residual?: Tensor): Tensor {
  const y = graph.matrix(name, x.rows, weight.rows);
  graph.call(operator, { y, x, weight, residual });
  return y;
}
