/**
 * Learned positions (Radford et al. 2019): each row gets the row of a table added that belongs to its position.
 *   y[r] = x[r] + table[positions[r]];  dx = dy, shared without a copy;  dtable[p] += Σ over rows r at position p of dy[r]
 *   x, y [rows, cols]; positions [rows, 1] i32; table [more than every position, cols];
 *   scatter [3·rows + 2, 1] u32: rows grouped by position as the embedding's are by token (scatterOrder), since its kernel
 *   makes this gradient too; null in a graph without a backward pass.
 */
import { foldWorkgroups } from '../gpu/launch.ts';
import { scatterLength } from './embedding.ts';
import { expectShape, type Graph, launch, type Operator, reads, stride4, type Tensor, writes } from './operator.ts';
import { zerosBefore } from './zeros.ts';

interface LearnedPositionsArguments {
  y: Tensor;
  x: Tensor;
  positions: Tensor;
  scatter: Tensor | null;
  table: Tensor;
}

const WORKGROUP_SIZE = 64;

const operator: Operator<LearnedPositionsArguments> = {
  name: 'learned-positions',

  validate({ x, positions, scatter, table }) {
    expectShape('learnedPositions', 'positions', positions, x.rows, 1);
    expectShape('learnedPositions', 'table', table, table.rows, x.cols);
    if (scatter) expectShape('learnedPositions', 'scatter', scatter, scatterLength(x.rows), 1);
  },

  forward({ y, x, positions, table }, context) {
    return [
      launch(context, {
        shader: 'learned_positions_forward',
        bindings: [writes(y), reads(x), reads(positions), reads(table)],
        overrides: { ROWS: x.rows, STRIDE4: stride4(x), TABLE_ROWS: table.rows },
        workgroups: foldWorkgroups(Math.ceil((x.rows * stride4(x)) / WORKGROUP_SIZE)),
        flops: x.rows * x.cols,
      }),
    ];
  },

  backward({ y, x, scatter, table }, gradients, context) {
    if (!scatter)
      throw new Error(
        `The gradient of the positions "${table.id}" is wanted, but they were recorded without the order of their rows. Give the operator a scatter tensor.`,
      );
    const dy = gradients.of(y);
    gradients.share(y, x);
    const dtable = gradients.into(table);
    return [
      ...zerosBefore(context, dtable),
      launch(context, {
        shader: 'embedding_backward',
        bindings: [writes(dtable.tensor), reads(dy), reads(scatter)],
        overrides: { ROWS: x.rows, STRIDE4: stride4(x), FIRST: 0, TABLE_ROWS: table.rows },
        workgroups: foldWorkgroups(Math.ceil((x.rows * stride4(x)) / WORKGROUP_SIZE)),
        flops: x.rows * x.cols,
      }),
    ];
  },
};

/**
 * Returns y [rows, cols]. x must not have been given a gradient by a later call: its part from here comes first.
 * @throws OcaqError('shape')
 */
export function learnedPositions(
  graph: Graph,
  x: Tensor,
  positions: Tensor,
  scatter: Tensor | null,
  table: Tensor,
  name: string,
): Tensor {
  const y = graph.matrix(name, x.rows, x.cols);
  graph.call(operator, { y, x, positions, scatter, table });
  return y;
}
