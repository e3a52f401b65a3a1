/**
 * Dropout (Srivastava et al. 2014): x with a share of its elements set to zero and the others divided by the share that is
 * left. Which ones follows from a hash of a seed, a place in the model and the element's index: nothing is kept, and the
 * backward pass, which drops the same elements of the gradient, finds them again.
 */
import { foldWorkgroups } from '../gpu/launch.ts';
import {
  type Dropout,
  expectShape,
  type Graph,
  type Launch,
  type LaunchContext,
  launch,
  type Operator,
  reads,
  type Tensor,
  writes,
} from './operator.ts';

const WORKGROUP_SIZE = 64;

interface Dropped {
  readonly out: Tensor;
  readonly x: Tensor;
  /** `+=` rather than `=` */
  readonly accumulate?: boolean;
}

/** @throws when shapes do not fit */
export function dropoutLaunch(context: LaunchContext, { rate, seed, site }: Dropout, dropped: Dropped): Launch {
  const { out, x, accumulate = false } = dropped;
  expectShape('dropout', 'out', out, x.rows, x.cols);
  const vec4s = (x.rows * x.stride) / 4;
  return launch(context, {
    shader: 'dropout',
    bindings: [writes(out), reads(x), reads(seed)],
    overrides: {
      VEC4S: vec4s,
      SITE: site,
      DROPPED: Math.min(Math.round(rate * 2 ** 32), 2 ** 32 - 1),
      SCALE: 1 / (1 - rate),
      ACCUMULATE: accumulate ? 1 : 0,
    },
    workgroups: foldWorkgroups(Math.ceil(vec4s / WORKGROUP_SIZE)),
    flops: 2 * x.rows * x.cols,
  });
}

const operator: Operator<{ readonly out: Tensor; readonly x: Tensor; readonly place: Dropout }> = {
  name: 'dropout',
  validate: ({ out, x }) => expectShape('dropout', 'out', out, x.rows, x.cols),
  forward: ({ out, x, place }, context) => [dropoutLaunch(context, place, { out, x })],
  backward({ out, x, place }, gradients, context) {
    const dx = gradients.into(x);
    return [dropoutLaunch(context, place, { out: dx.tensor, x: gradients.of(out), accumulate: dx.accumulate })];
  },
};

/** Returns what is left of x [rows, cols], in a graph that is trained: evaluation drops nothing. */
export function dropout(graph: Graph, x: Tensor, place: Dropout, name: string): Tensor {
  const out = graph.matrix(name, x.rows, x.cols);
  graph.call(operator, { out, x, place });
  return out;
}
