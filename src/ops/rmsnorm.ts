/**
 * RMSNorm: y = x · rstd · w with rstd = 1 / sqrt(mean(x²) + eps), per row. (Zhang & Sennrich 2019, arXiv:1910.07467)
 *   x, y [rows, cols]; weight [1, cols]; rstd [rows, 1] f32 is saved by the forward pass for the backward pass.
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

interface RmsnormArguments {
  y: Tensor;
  rstd: Tensor;
  x: Tensor;
  weight: Tensor;
  eps: number;
}

/** Invocations that share a row on a GPU. */
const WORKGROUP_SIZE = 64;
/** Rows of one workgroup of the backward kernel: enough partial sums to fill a GPU, few enough to add up quickly. */
const BLOCK = 16;

const operator: Operator<RmsnormArguments> = {
  name: 'rmsnorm',

  validate({ y, rstd, x, weight }) {
    expectShape('rmsnorm', 'weight', weight, 1, x.cols);
    expectShape('rmsnorm', 'y', y, x.rows, x.cols);
    expectShape('rmsnorm', 'rstd', rstd, x.rows, 1);
  },

  forward({ y, rstd, x, weight, eps }, context) {
    return [
      launch(context, {
        shader: 'rmsnorm_forward',
        bindings: [writes(y), writes(rstd), reads(x), reads(weight)],
        constants: { WORKGROUP_SIZE: reductionSize(context, WORKGROUP_SIZE) },
        overrides: { ROWS: x.rows, COLS: x.cols, STRIDE4: stride4(x), EPS: eps },
        workgroups: foldWorkgroups(x.rows),
        isCheap: true,
        flops: 4 * x.rows * x.cols,
      }),
    ];
  },

  backward({ y, rstd, x, weight }, gradients, context) {
    const blocks = Math.ceil(x.rows / BLOCK);
    const dw = blockSums(context, gradients, weight, 'dw_part', blocks);
    const dy = gradients.of(y);
    const dx = gradients.into(x);
    const size = reductionSize(context, WORKGROUP_SIZE);
    return [
      launch(context, {
        shader: 'rmsnorm_backward',
        slots: { WEIGHT: dw.slot },
        bindings: [...dw.bindings, writes(dx.tensor), reads(dy), reads(x), reads(weight), reads(rstd)],
        constants: { WORKGROUP_SIZE: size, OWN: Math.ceil(stride4(x) / size) },
        overrides: { ROWS: x.rows, COLS: x.cols, STRIDE4: stride4(x), BLOCK, ACCUMULATE: dx.accumulate ? 1 : 0 },
        workgroups: foldWorkgroups(blocks),
        flops: 12 * x.rows * x.cols,
      }),
      ...dw.launches,
    ];
  },
};

/** Returns y [rows, cols]. */
export function rmsnorm(graph: Graph, x: Tensor, weight: Tensor, eps: number, name: string): Tensor {
  const y = graph.matrix(name, x.rows, x.cols);
  const rstd = graph.scalars(`${name}.rstd`, x.rows, 1);
  graph.call(operator, { y, rstd, x, weight, eps });
  return y;
}
