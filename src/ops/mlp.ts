/**
 * The gated MLP of a Llama block with its residual (SwiGLU, Shazeer 2020, arXiv:2002.05202), as two products forward and
 * four backward whose epilogues do the rest:
 *   [gate | up] = x · gateUpWeightᵀ;  hidden = silu(gate) · up;  y = hidden · downWeightᵀ + residual
 *   x [rows, d]; gateUpWeight [roundUp(ffn, 4) + ffn, d]: gate's rows from 0, up's from roundUp(ffn, 4), zeros between them;
 *   downWeight [out, ffn]; residual and y [rows, out]
 * Kept for the backward pass are x and [gate | up]; hidden is made again there, on the way.
 */
import { foldWorkgroups } from '../gpu/launch.ts';
import { gemm, tileOf } from './gemm.ts';
import { gemv, gemvSwiglu } from './gemv.ts';
import {
  expectShape,
  expectThat,
  type Graph,
  type Launch,
  type LaunchContext,
  launch,
  type Operator,
  reads,
  roundUp,
  stride4,
  type Tensor,
  writes,
} from './operator.ts';

interface MlpArguments {
  y: Tensor;
  hidden: Tensor;
  gateUp: Tensor;
  x: Tensor;
  gateUpWeight: Tensor;
  downWeight: Tensor;
  residual: Tensor;
}

const operator: Operator<MlpArguments> = {
  name: 'mlp',

  validate({ y, x, gateUpWeight, downWeight, residual }) {
    const ffn = downWeight.cols;
    expectShape('mlp', 'gateUpWeight', gateUpWeight, roundUp(ffn, 4) + ffn, x.cols);
    expectShape('mlp', 'residual', residual, y.rows, y.cols);
    expectThat(residual.id !== x.id, 'mlp', 'residual', 'another tensor than x, whose gradient differs', 'x');
  },

  forward({ y, hidden, gateUp, x, gateUpWeight, downWeight, residual }, context) {
    if (!context.training && x.rows === 1)
      return [
        gemvSwiglu(context, { out: hidden, x, weight: gateUpWeight }),
        gemv(context, { out: y, x: hidden, weight: downWeight, residual }),
      ];
    return [
      gateUpProduct(context, { hidden, gateUp, x, gateUpWeight }),
      gemm(context, { form: 'NT', out: y, a: hidden, b: downWeight, residual, accumulate: false }),
    ];
  },

  backward({ y, gateUp, x, gateUpWeight, downWeight, residual }, gradients, context) {
    const dy = gradients.of(y);
    gradients.share(y, residual);
    const { tensor: dgateUp } = gradients.into(gateUp);
    const hidden = gradients.scratch('hidden', y.rows, downWeight.cols);
    const dx = gradients.into(x);
    const dgateUpWeight = gradients.into(gateUpWeight);
    const ddownWeight = gradients.into(downWeight);
    return [
      gateUpGradient(context, { dgateUp, hidden, dy, downWeight, gateUp }),
      gemm(context, { form: 'TN', out: ddownWeight.tensor, a: dy, b: hidden, accumulate: ddownWeight.accumulate }),
      gemm(context, { form: 'NN', out: dx.tensor, a: dgateUp, b: gateUpWeight, accumulate: dx.accumulate }),
      gemm(context, { form: 'TN', out: dgateUpWeight.tensor, a: dgateUp, b: x, accumulate: dgateUpWeight.accumulate }),
    ];
  },
};

/** Columns of gate and up take turns in the product, so that one invocation has both of the same index. */
function gateUpProduct(
  context: LaunchContext,
  { hidden, gateUp, x, gateUpWeight }: Pick<MlpArguments, 'hidden' | 'gateUp' | 'x' | 'gateUpWeight'>,
): Launch {
  const up4 = stride4(hidden);
  const tile = tileOf(context, 'NT', x.rows, 8 * up4, x, gateUpWeight);
  const columns = 2 * roundUp(4 * up4, tile.half);
  return launch(context, {
    shader: 'gemm_nt_swiglu',
    method: tile.method,
    bindings: [writes(hidden), writes(gateUp), reads(x), reads(gateUpWeight)],
    constants: tile.constants,
    overrides: {
      M: x.rows,
      N: columns,
      K: x.cols,
      A_STRIDE4: stride4(x),
      B_STRIDE4: stride4(gateUpWeight),
      B_ROWS: gateUpWeight.rows,
      OUT_STRIDE4: columns / 4,
      UP4: up4,
      FFN: hidden.cols,
    },
    workgroups: foldWorkgroups(Math.ceil(x.rows / tile.rows) * Math.ceil(columns / tile.columns)),
    flops: 4 * x.rows * hidden.cols * x.cols + swigluFlops(hidden),
  });
}

function gateUpGradient(
  context: LaunchContext,
  tensors: { dgateUp: Tensor; hidden: Tensor; dy: Tensor; downWeight: Tensor; gateUp: Tensor },
): Launch {
  const { dgateUp, hidden, dy, downWeight, gateUp } = tensors;
  const tile = tileOf(context, 'NN', dy.rows, hidden.cols, dy, downWeight);
  return launch(context, {
    shader: 'gemm_nn_swiglu',
    method: tile.method,
    bindings: [writes(dgateUp), writes(hidden), reads(dy), reads(downWeight), reads(gateUp)],
    constants: tile.constants,
    overrides: {
      M: dy.rows,
      N: hidden.cols,
      K: dy.cols,
      A_STRIDE4: stride4(dy),
      B_STRIDE4: stride4(downWeight),
      OUT_STRIDE4: stride4(hidden),
    },
    workgroups: foldWorkgroups(Math.ceil(dy.rows / tile.rows) * Math.ceil(hidden.cols / tile.columns)),
    flops: 2 * dy.rows * hidden.cols * dy.cols + 11 * hidden.rows * hidden.cols,
    repeatedFlops: swigluFlops(hidden),
  });
}

const swigluFlops = (hidden: Tensor): number => 5 * hidden.rows * hidden.cols;

/**
 * Returns y [rows, out]. The residual must not have been given a gradient by a later call: its part from here comes first.
 * @throws when shapes do not fit
 */
export function mlp(
  graph: Graph,
  x: Tensor,
  gateUpWeight: Tensor,
  downWeight: Tensor,
  residual: Tensor,
  name: string,
): Tensor {
  const y = graph.matrix(name, x.rows, downWeight.rows);
  const hidden = graph.matrix(`${name}.hidden`, x.rows, downWeight.cols);
  const gateUp = graph.matrix(`${name}.gate_up`, x.rows, gateUpWeight.rows);
  graph.call(operator, { y, hidden, gateUp, x, gateUpWeight, downWeight, residual });
  return y;
}
