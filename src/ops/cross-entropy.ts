/**
 * The loss head: logits = x · weightᵀ, softmax and cross-entropy, walked through in chunks of rows so that the logits
 * of a batch never exist as a whole. A training graph does all of it in the backward pass, where the logits of a chunk
 * turn into their own gradient and are used at once; an evaluation graph takes the losses only. Of a weight that lies in
 * parts, each part makes and uses columns of the logits.
 *   metrics.loss += step.inverse_tokens · Σ over counted rows of −log softmax(x[r] · weightᵀ)[targets[r]] · weights[r]
 */
import { foldWorkgroups } from '../gpu/launch.ts';
import { gemm } from './gemm.ts';
import { gemmInParts } from './gemm-parts.ts';
import {
  expectShape,
  expectThat,
  type Graph,
  type Launch,
  type LaunchContext,
  launch,
  type Operator,
  type RowRange,
  reads,
  reductionSize,
  rowParts,
  stride4,
  type Tensor,
  uniform,
  writes,
} from './operator.ts';

export interface LinearCrossEntropy {
  /** [rows, d]. */
  readonly x: Tensor;
  /** [vocab, d]. */
  readonly weight: Tensor;
  /** i32 scalars [rows, 1], each below vocab; −100: not counted. */
  readonly targets: Tensor;
  /** f32 scalars [rows, 1]: how much each target counts; null: all alike. */
  readonly weights: Tensor | null;
  /** f32 scalars [16, 1]; the loss is added onto entry 0. */
  readonly metrics: Tensor;
  /** f32 scalars [16, 1]: [0] is the loss scale, by which every gradient is multiplied until the update. */
  readonly scaler: Tensor;
  /** The Step uniform. */
  readonly step: Tensor;
  /** Rows whose logits exist at a time; a multiple of 64, so that chunks start where bindings may. */
  readonly chunkRows: number;
}

interface Arguments extends LinearCrossEntropy {
  /** [min(chunkRows, rows), vocab]; turns into its own gradient. */
  readonly logits: Tensor;
  /** f32 scalars [rows, 1]. */
  readonly rowLoss: Tensor;
}

/** Invocations that share a row: enough for a vocabulary of tens of thousands, few enough to add up quickly. */
const WORKGROUP_SIZE = 128;

const operator: Operator<Arguments> = {
  name: 'cross-entropy',

  validate({ x, weight, targets, weights, metrics, scaler, step, chunkRows }) {
    expectShape('cross-entropy', 'weight', weight, weight.rows, x.cols);
    expectShape('cross-entropy', 'targets', targets, x.rows, 1);
    if (weights) expectShape('cross-entropy', 'weights', weights, x.rows, 1);
    expectShape('cross-entropy', 'metrics', metrics, 16, 1);
    expectShape('cross-entropy', 'scaler', scaler, 16, 1);
    expectShape('cross-entropy', 'step', step, 16, 1);
    const isMultiple = chunkRows > 0 && chunkRows % 64 === 0;
    expectThat(isMultiple, 'cross-entropy', 'chunkRows', 'a positive multiple of 64', chunkRows);
  },

  forward(args, context) {
    if (context.training) return [];
    return [
      ...chunks(args).flatMap((rows) => [...chunkLogits(args, rows, context), chunkLosses(args, rows, context)]),
      lossSum(args, context),
    ];
  },

  backward(args, gradients, context) {
    const { x, weight, logits } = args;
    const dx = gradients.into(x);
    const parts = rowParts(weight).map(({ tensor, rows }) => ({
      tensor,
      columns: rows,
      gradient: gradients.into(tensor),
    }));
    return [
      ...chunks(args).flatMap((rows, index) => [
        ...chunkLogits(args, rows, context),
        chunkGradient(args, rows, context),
        ...parts.flatMap(({ tensor, columns }) =>
          gemmInParts(context, gradients, {
            form: 'NN',
            out: dx.tensor,
            outRows: rows,
            a: logits,
            aRows: { from: 0, count: rows.count },
            aColumns: columns,
            b: tensor,
            accumulate: dx.accumulate || columns.from > 0,
          }),
        ),
        ...parts.flatMap(({ columns, gradient }) =>
          gemmInParts(context, gradients, {
            form: 'TN',
            out: gradient.tensor,
            a: logits,
            aRows: { from: 0, count: rows.count },
            aColumns: columns,
            b: x,
            bRows: rows,
            accumulate: gradient.accumulate || index > 0,
          }),
        ),
      ]),
      lossSum(args, context),
    ];
  },
};

function chunks({ x, chunkRows }: Arguments): RowRange[] {
  return Array.from({ length: Math.ceil(x.rows / chunkRows) }, (_, i) => ({
    from: i * chunkRows,
    count: Math.min(chunkRows, x.rows - i * chunkRows),
  }));
}

function chunkLogits({ x, weight, logits }: Arguments, rows: RowRange, context: LaunchContext): Launch[] {
  const product = { form: 'NT', out: logits, outRows: { from: 0, count: rows.count }, a: x, aRows: rows } as const;
  return rowParts(weight).map(({ tensor, rows: columns }) =>
    gemm(context, { ...product, outColumns: columns, b: tensor, accumulate: false }),
  );
}

/** The slot that says what a target counts, and the binding that it brings. */
const targetWeight = ({ weights }: Arguments, rows: RowRange) => ({
  slots: { TARGETS: weights ? 'weighted' : 'alike' },
  bindings: weights ? [reads(weights, rows)] : [],
});

function chunkLosses(args: Arguments, rows: RowRange, context: LaunchContext): Launch {
  const { logits, rowLoss, targets } = args;
  const { slots, bindings } = targetWeight(args, rows);
  return launch(context, {
    shader: 'cross_entropy_forward',
    slots,
    bindings: [
      ...[writes(rowLoss, rows), reads(logits, { from: 0, count: rows.count }), reads(targets, rows)],
      ...bindings,
    ],
    constants: { WORKGROUP_SIZE: reductionSize(context, WORKGROUP_SIZE) },
    overrides: { ROWS: rows.count, VOCAB: logits.cols, STRIDE4: stride4(logits) },
    workgroups: foldWorkgroups(rows.count),
    flops: 4 * rows.count * logits.cols,
  });
}

function chunkGradient(args: Arguments, rows: RowRange, context: LaunchContext): Launch {
  const { logits, rowLoss, targets, scaler, step } = args;
  const { slots, bindings } = targetWeight(args, rows);
  return launch(context, {
    shader: 'cross_entropy_backward',
    slots,
    bindings: [
      writes(logits, { from: 0, count: rows.count }),
      writes(rowLoss, rows),
      reads(targets, rows),
      reads(scaler),
      uniform(step),
      ...bindings,
    ],
    constants: { WORKGROUP_SIZE: reductionSize(context, WORKGROUP_SIZE) },
    overrides: { ROWS: rows.count, VOCAB: logits.cols, STRIDE4: stride4(logits) },
    workgroups: foldWorkgroups(rows.count),
    flops: 7 * rows.count * logits.cols,
  });
}

function lossSum({ metrics, rowLoss, step }: Arguments, context: LaunchContext): Launch {
  return launch(context, {
    shader: 'loss_sum',
    bindings: [writes(metrics), reads(rowLoss), uniform(step)],
    constants: { WORKGROUP_SIZE: reductionSize(context, WORKGROUP_SIZE) },
    overrides: { ROWS: rowLoss.rows },
    workgroups: [1, 1, 1],
    flops: rowLoss.rows,
  });
}

/** Records the loss of x's rows; its value appears in metrics.loss once the program has run. @throws when shapes do not fit */
export function linearCrossEntropy(graph: Graph, args: LinearCrossEntropy): void {
  const { x, weight, chunkRows } = args;
  graph.in('loss', () => {
    const logits = graph.matrix('logits', Math.min(chunkRows, x.rows), weight.rows);
    const rowLoss = graph.scalars('rowLoss', x.rows, 1);
    graph.call(operator, { ...args, logits, rowLoss });
  });
}
