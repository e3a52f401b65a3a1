/**
 * Matrix product of one row, where decoding spends its time: value[n] = Σk x[k] · weight[n, k] (+ bias[n]), each weight read
 * once. What becomes of the value the epilogue says, as in gemm.ts: out = value by default.
 *   out [1, N]; x [1, K]; weight [N, K]; bias [1, N]
 * Any sizes. The sum over k is one invocation's ('direct') or a workgroup's ('tiled', 'subgroups'), by the choice for decoding.
 * Without a derivative of its own: training has more rows than one.
 */
import { foldWorkgroups } from '../gpu/launch.ts';
import { type Epilogue, epilogueBindings, store } from './gemm-epilogues.ts';
import { storedAs, storedAt } from './gemm-operand.ts';
import {
  type ColumnRange,
  expectShape,
  type Launch,
  type LaunchContext,
  launch,
  reads,
  stride4,
  type Tensor,
} from './operator.ts';

export interface Gemv {
  readonly out: Tensor;
  readonly x: Tensor;
  readonly weight: Tensor;
  /** Of a gate|up product [1, rows of weight]. */
  readonly bias?: Tensor | undefined;
  /** One that keeps nothing for a backward pass. */
  readonly epilogue?: Epilogue | undefined;
  /** N columns of out that take part, all of them by default. */
  readonly columns?: ColumnRange;
}

/** Invocations of a workgroup: tiled, a power of two that shares a sum; direct, few, so that small products fill a CPU. */
const WORKGROUP_SIZE = { direct: 8, tiled: 64, subgroups: 64 };

/** @throws when shapes do not fit */
export function gemv(context: LaunchContext, g: Gemv): Launch {
  const { out, x, weight, bias, epilogue = store(false), columns } = g;
  const { takesGateUp } = epilogue;
  const outputs = columns?.count ?? out.cols;
  expectShape('gemv', 'x', x, 1, x.cols);
  expectShape('gemv', 'out', out, 1, out.cols);
  expectShape('gemv', 'weight', weight, takesGateUp ? out.stride + outputs : outputs, x.cols);
  if (bias) expectShape('gemv', 'bias', bias, 1, takesGateUp ? weight.rows : out.cols);
  const method = context.kernels.decoding;
  const fours = Math.ceil(outputs / 4);
  return launch(context, {
    shader: takesGateUp ? 'gemv_gate_up' : 'gemv',
    method: method === 'subgroups' && takesGateUp ? 'subgroups_gate_up' : method,
    slots: { EPILOGUE: epilogue.name, BIAS: bias ? 'added' : 'none', STORED: storedAs(weight) },
    bindings: [
      ...epilogueBindings('gemv', epilogue, out, undefined, columns),
      ...(bias ? [reads(bias, undefined, columns)] : []),
      reads(x),
      reads(weight),
    ],
    constants: { WORKGROUP_SIZE: WORKGROUP_SIZE[method] },
    overrides: {
      ROWS: weight.rows,
      OUTPUTS: outputs,
      OUT_STRIDE4: fours,
      ...storedAt(weight),
      ...epilogue.overrides,
    },
    workgroups: foldWorkgroups(method === 'direct' ? Math.ceil(fours / WORKGROUP_SIZE.direct) : fours),
    flops: 2 * weight.rows * weight.cols,
    budget: {
      multiplyAdds: weight.rows * weight.cols,
      // Of a vec4 of x, and the same columns of four rows of weight.
      storageLoads: (5 * weight.rows * stride4(weight)) / 4,
      workgroupLoads: method === 'tiled' ? 2 * WORKGROUP_SIZE.tiled * fours : 0,
    },
  });
}
