/**
 * Sums of a matrix's columns, in f32 and in a fixed order: what a bias gets as its gradient, and what norms add up their
 * weights' gradients with. Launches only; operators call them in their backward passes.
 */
import { foldWorkgroups } from '../gpu/launch.ts';
import {
  expectThat,
  type Gradients,
  type Launch,
  type LaunchContext,
  launch,
  reads,
  stride4,
  type Tensor,
  writes,
} from './operator.ts';

/** Invocations of a workgroup, a vec4 of columns each. */
const WORKGROUP_SIZE = 64;
/** Rows that one invocation adds of a tall matrix: enough partial sums to fill a GPU, few enough to add up quickly. */
const BLOCK = 64;

/** The gradient of a vector that was added to each row: dbias += Σ over rows of dy. @param dy [rows, cols of the bias] */
export function biasGradient(context: LaunchContext, gradients: Gradients, bias: Tensor, dy: Tensor): Launch[] {
  const dbias = gradients.into(bias);
  if (dy.rows <= BLOCK) return [columnSum(context, dbias, dy)];
  const parts = gradients.scratch('dbias_part', Math.ceil(dy.rows / BLOCK), dy.cols, 'f32');
  return [columnSum(context, { tensor: parts, accumulate: false }, dy), columnSum(context, dbias, parts)];
}

/**
 * sums (+)= the rows of x: all of them where sums has one row, else row i those of the i-th block.
 * @param sums [blocks, cols] f32
 * @param x [rows, cols]
 * @throws when shapes do not fit
 */
export function columnSum(
  context: LaunchContext,
  { tensor: sums, accumulate }: { readonly tensor: Tensor; readonly accumulate: boolean },
  x: Tensor,
): Launch {
  expectThat(sums.cols === x.cols, 'columnSum', `columns of "${sums.id}"`, `${x.cols} as in "${x.id}"`, sums.cols);
  return launch(context, {
    shader: 'column_sum',
    bindings: [writes(sums), reads(x)],
    overrides: {
      ROWS: x.rows,
      STRIDE4: stride4(x),
      BLOCK: sums.rows === 1 ? x.rows : BLOCK,
      ACCUMULATE: accumulate ? 1 : 0,
    },
    workgroups: foldWorkgroups(Math.ceil(stride4(x) / WORKGROUP_SIZE) * sums.rows),
    flops: x.rows * x.cols,
  });
}
