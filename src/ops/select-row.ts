/**
 * One row of a matrix, chosen at run time: out[0] = x[step.last_row]. A prompt's logits are wanted for its last token only.
 *   out [1, cols]; x [rows, cols]; step: the Step uniform. It has no derivative: it belongs to inference graphs.
 */
import {
  expectShape,
  type Graph,
  launch,
  type Operator,
  reads,
  stride4,
  type Tensor,
  uniform,
  writes,
} from './operator.ts';

interface SelectRowArguments {
  out: Tensor;
  x: Tensor;
  step: Tensor;
}

const WORKGROUP_SIZE = 64;

const operator: Operator<SelectRowArguments> = {
  name: 'select-row',

  validate({ out, x, step }) {
    expectShape('select-row', 'out', out, 1, x.cols);
    expectShape('select-row', 'step', step, 16, 1);
  },

  forward({ out, x, step }, context) {
    return [
      launch(context, {
        shader: 'select_row',
        bindings: [writes(out), reads(x), uniform(step)],
        overrides: { STRIDE4: stride4(x) },
        workgroups: [Math.ceil(stride4(x) / WORKGROUP_SIZE), 1, 1],
        flops: 0,
      }),
    ];
  },

  backward({ x }) {
    throw new Error(`select-row of "${x.id}" has no derivative; leave it out of a graph that is trained.`);
  },
};

/** Returns out [1, cols]. */
export function selectRow(graph: Graph, x: Tensor, step: Tensor, name: string): Tensor {
  const out = graph.matrix(name, 1, x.cols);
  graph.call(operator, { out, x, step });
  return out;
}
