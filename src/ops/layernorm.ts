/**
 * LayerNorm: y = (x − mean) · rstd · w + bias with rstd = 1 / sqrt(mean((x − mean)²) + eps), per row. (Ba et al. 2016,
 * arXiv:1607.06450)
 *   x, y [rows, cols]; weight and bias [1, cols]; meanRstd [rows, 2] f32, mean and rstd of each row, is saved by the forward
 *   pass for the backward pass.
 */
import { foldWorkgroups } from '../gpu/launch.ts';
import { blockSums } from './column-sum.ts';
import {
  expectShape,
  type Graph,
  launch,
  type Operator,
  reads,
  reductionSize,
  stride4,
  type Tensor,
  writes,
} from './operator.ts';

interface LayernormArguments {
  y: Tensor;
  meanRstd: Tensor;
  x: Tensor;
  weight: Tensor;
  bias: Tensor;
  eps: number;
}

/** Invocations that share a row on a GPU. */
const WORKGROUP_SIZE = 64;
/** Rows of one workgroup of the backward kernel: enough partial sums to fill a GPU, few enough to add up quickly. */
const BLOCK = 16;

const operator: Operator<LayernormArguments> = {
  name: 'layernorm',

  validate({ y, meanRstd, x, weight, bias }) {
    expectShape('layernorm', 'weight', weight, 1, x.cols);
    expectShape('layernorm', 'bias', bias, 1, x.cols);
    expectShape('layernorm', 'y', y, x.rows, x.cols);
    expectShape('layernorm', 'meanRstd', meanRstd, x.rows, 2);
  },

  forward({ y, meanRstd, x, weight, bias, eps }, context) {
    return [
      launch(context, {
        shader: 'layernorm_forward',
        bindings: [writes(y), writes(meanRstd), reads(x), reads(weight), reads(bias)],
        constants: { WORKGROUP_SIZE: reductionSize(context, WORKGROUP_SIZE) },
        overrides: { ROWS: x.rows, COLS: x.cols, STRIDE4: stride4(x), EPS: eps },
        workgroups: foldWorkgroups(x.rows),
        isCheap: true,
        flops: 8 * x.rows * x.cols,
      }),
    ];
  },

  backward({ y, meanRstd, x, weight, bias }, gradients, context) {
    const blocks = Math.ceil(x.rows / BLOCK);
    const dw = blockSums(context, gradients, weight, 'dw_part', blocks);
    const dbias = blockSums(context, gradients, bias, 'dbias_part', blocks);
    const dy = gradients.of(y);
    const dx = gradients.into(x);
    const size = reductionSize(context, WORKGROUP_SIZE);
    return [
      launch(context, {
        shader: 'layernorm_backward',
        slots: { WEIGHT: dw.slot, BIAS: dbias.slot },
        bindings: [
          ...[...dw.bindings, ...dbias.bindings, writes(dx.tensor)],
          ...[reads(dy), reads(x), reads(weight), reads(meanRstd)],
        ],
        constants: { WORKGROUP_SIZE: size, OWN: Math.ceil(stride4(x) / size) },
        overrides: { ROWS: x.rows, COLS: x.cols, STRIDE4: stride4(x), BLOCK, ACCUMULATE: dx.accumulate ? 1 : 0 },
        workgroups: foldWorkgroups(blocks),
        flops: 16 * x.rows * x.cols,
      }),
      ...dw.launches,
      ...dbias.launches,
    ];
  },
};

/** Returns y [rows, cols]. */
export function layernorm(graph: Graph, x: Tensor, weight: Tensor, bias: Tensor, eps: number, name: string): Tensor {
  const y = graph.matrix(name, x.rows, x.cols);
  const meanRstd = graph.scalars(`${name}.mean_rstd`, x.rows, 2);
  graph.call(operator, { y, meanRstd, x, weight, bias, eps });
  return y;
}
