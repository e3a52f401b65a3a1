/**
 * Matrix product of one row, where decoding spends its time: out[n] = Σk x[k] · weight[n, k], each weight read once.
 *   out and residual [1, N]; x [1, K]; weight [N, K]
 * Any sizes. The sum over k is one invocation's ('direct') or a workgroup's ('tiled'), by the choice for reductions.
 * Without a derivative of its own: training has more rows than one.
 */
import { foldWorkgroups } from '../gpu/launch.ts';
import {
  type ColumnRange,
  expectShape,
  type Launch,
  type LaunchContext,
  launch,
  reads,
  roundUp,
  stride4,
  type Tensor,
  writes,
} from './operator.ts';

export interface Gemv {
  readonly out: Tensor;
  readonly x: Tensor;
  readonly weight: Tensor;
  /** N columns of out and residual that take part, all of them by default. */
  readonly columns?: ColumnRange;
}

/** Invocations of a workgroup: tiled, a power of two that shares a sum; direct, few, so that small products fill a CPU. */
const WORKGROUP_SIZE = { direct: 8, tiled: 64 };

/**
 * out = x · weightᵀ (+ residual).
 * @throws when shapes do not fit
 */
export function gemv(
  context: LaunchContext,
  { residual, ...g }: Gemv & { readonly residual?: Tensor | undefined },
): Launch {
  expectShape('gemv', 'weight', g.weight, g.columns?.count ?? g.out.cols, g.x.cols);
  if (!residual) return product(context, 'gemv', g, []);
  expectShape('gemv', 'residual', residual, 1, g.out.cols);
  return product(context, 'gemv_residual', g, [residual]);
}

/**
 * out = silu(gate) · up, gate and up rounded to the storage type as mlp.ts keeps them.
 * @param g weight [roundUp(N, 4) + N, K]: gate from row 0, up from row roundUp(N, 4)
 * @throws when shapes do not fit
 */
export function gemvSwiglu(context: LaunchContext, g: Gemv): Launch {
  expectShape('gemvSwiglu', 'weight', g.weight, roundUp(g.out.cols, 4) + g.out.cols, g.x.cols);
  return product(context, 'gemv_swiglu', g, []);
}

function product(
  context: LaunchContext,
  shader: string,
  { out, x, weight, columns }: Gemv,
  more: readonly Tensor[],
): Launch {
  expectShape(shader, 'x', x, 1, x.cols);
  expectShape(shader, 'out', out, 1, out.cols);
  const method = context.kernels.reduction;
  const outputs = columns?.count ?? out.cols;
  const fours = Math.ceil(outputs / 4);
  return launch(context, {
    shader,
    method,
    bindings: [
      writes(out, undefined, columns),
      reads(x),
      reads(weight),
      ...more.map((tensor) => reads(tensor, undefined, columns)),
    ],
    constants: { WORKGROUP_SIZE: WORKGROUP_SIZE[method] },
    overrides: { ROWS: weight.rows, OUTPUTS: outputs, OUT_STRIDE4: fours, WIDTH4: stride4(x) },
    workgroups: foldWorkgroups(method === 'tiled' ? fours : Math.ceil(fours / WORKGROUP_SIZE.direct)),
    flops: 2 * weight.rows * weight.cols,
  });
}
