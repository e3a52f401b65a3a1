/**
 * SwiGLU: out = silu(gate) · up, with gate and up side by side in one matrix, as one product makes them.
 * (Shazeer 2020, arXiv:2002.05202)
 *   out [rows, ffn]; gateUp [rows, roundUp(ffn, 4) + ffn]: gate from column 0, up from column roundUp(ffn, 4).
 */
import { foldWorkgroups } from '../gpu/launch.ts';
import {
  expectShape,
  type Graph,
  launch,
  type Operator,
  reads,
  roundUp,
  stride4,
  type Tensor,
  writes,
} from './operator.ts';

interface SwigluArguments {
  out: Tensor;
  gateUp: Tensor;
}

const WORKGROUP_SIZE = 64;

const operator: Operator<SwigluArguments> = {
  name: 'swiglu',

  validate({ out, gateUp }) {
    expectShape('swiglu', 'gateUp', gateUp, out.rows, roundUp(out.cols, 4) + out.cols);
  },

  forward({ out, gateUp }, context) {
    return [
      launch(context, {
        shader: 'swiglu_forward',
        bindings: [writes(out), reads(gateUp)],
        overrides: { ROWS: out.rows, OUT_STRIDE4: stride4(out) },
        workgroups: foldWorkgroups(Math.ceil((out.rows * stride4(out)) / WORKGROUP_SIZE)),
        isCheap: true,
        flops: 5 * out.rows * out.cols,
      }),
    ];
  },

  backward({ out, gateUp }, gradients, context) {
    const dout = gradients.of(out);
    const dgateUp = gradients.into(gateUp);
    return [
      launch(context, {
        shader: 'swiglu_backward',
        bindings: [writes(dgateUp.tensor), reads(dout), reads(gateUp)],
        overrides: { ROWS: out.rows, OUT_STRIDE4: stride4(out), ACCUMULATE: dgateUp.accumulate ? 1 : 0 },
        workgroups: foldWorkgroups(Math.ceil((out.rows * stride4(out)) / WORKGROUP_SIZE)),
        flops: 11 * out.rows * out.cols,
      }),
    ];
  },
};

/** Returns out [rows, ffn]. */
export function swiglu(graph: Graph, gateUp: Tensor, ffn: number, name: string): Tensor {
  const out = graph.matrix(name, gateUp.rows, ffn);
  graph.call(operator, { out, gateUp });
  return out;
}
