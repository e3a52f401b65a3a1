/**
 * Sums of a matrix's columns, in f32 and in a fixed order: what a bias gets as its gradient, and what norms add up their
 * weights' gradients with. Launches only; operators call them in their backward passes.
 */
import { foldWorkgroups } from '../gpu/launch.ts';
import {
  expectThat,
  type Gradients,
  type KernelChoice,
  type Launch,
  type LaunchContext,
  launch,
  reads,
  stride4,
  type Tensor,
  type TensorBinding,
  writes,
} from './operator.ts';

/**
 * How a workgroup divides its part of a matrix: invocations side by side, a vec4 of columns each, and below each other, which
 * share the rows of a column. What is tall and narrow has few columns to keep a card busy with; barriers are dear elsewhere.
 */
const SHARES = {
  direct: { COLUMNS: 64, STRANDS: 1 },
  tiled: { COLUMNS: 16, STRANDS: 16 },
} as const satisfies Record<KernelChoice['reduction'], object>;

/** Rows of a tall matrix that one workgroup adds: enough partial sums to fill a GPU, few enough to add up quickly. */
const BLOCK = 64;

/** The gradient of a vector that a kernel makes beside another: sums over blocks of rows, which are added up afterwards. */
interface BlockSums {
  /** Names the file by which the kernel writes them, or does not: shaders/lib/weight_sums_<slot>.wgsl and bias_sums_<slot>.wgsl. */
  readonly slot: 'kept' | 'none';
  readonly bindings: readonly TensorBinding[];
  readonly launches: readonly Launch[];
}

/**
 * For a kernel that makes the gradient of a vector beside another; of a frozen vector it writes nothing.
 * @param name of the sums, [blocks, cols of the vector] f32
 */
export function blockSums(
  context: LaunchContext,
  gradients: Gradients,
  vector: Tensor,
  name: string,
  blocks: number,
): BlockSums {
  if (!gradients.wants(vector)) return { slot: 'none', bindings: [], launches: [] };
  const sums = gradients.scratch(name, blocks, vector.cols, 'f32');
  return { slot: 'kept', bindings: [writes(sums)], launches: [columnSum(context, gradients.into(vector), sums)] };
}

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
function columnSum(
  context: LaunchContext,
  { tensor: sums, accumulate }: { readonly tensor: Tensor; readonly accumulate: boolean },
  x: Tensor,
): Launch {
  expectThat(sums.cols === x.cols, 'columnSum', `columns of "${sums.id}"`, `${x.cols} as in "${x.id}"`, sums.cols);
  const share = SHARES[context.kernels.reduction];
  return launch(context, {
    shader: 'column_sum',
    bindings: [writes(sums), reads(x)],
    constants: share,
    overrides: {
      ROWS: x.rows,
      STRIDE4: stride4(x),
      BLOCK: sums.rows === 1 ? x.rows : BLOCK,
      ACCUMULATE: accumulate ? 1 : 0,
    },
    workgroups: foldWorkgroups(Math.ceil(stride4(x) / share.COLUMNS) * sums.rows),
    flops: x.rows * x.cols,
  });
}
