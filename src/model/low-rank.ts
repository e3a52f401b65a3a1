/** The change of a matrix by a LoRA adapter (Hu et al. 2021, arXiv:2106.09685): W += scale · B·A. */

export interface LowRankFactors {
  readonly rank: number;
  /** [rank, inputs] */
  readonly a: Float32Array;
  /** [outputs, rank] */
  readonly b: Float32Array;
  readonly scale: number;
  /** Whether the weights are [inputs, outputs]; else [outputs, inputs]. */
  readonly isTransposed: boolean;
}

/**
 * Adds the product in place, summed in float64 and rounded to f32 once.
 * @returns the largest change of a number; NaN where one is not finite
 */
export function addLowRank(weights: Float32Array, { rank, a, b, scale, isTransposed }: LowRankFactors): number {
  // Rows of the weights as sums of rows of one factor, so that memory is read in order.
  const [left, right] = isTransposed ? [transposed(a, rank), transposed(b, b.length / rank)] : [b, a];
  const cols = right.length / rank;
  const sum = new Float64Array(cols);
  let largest = 0;
  for (let row = 0; row * cols < weights.length; row++) {
    sum.fill(0);
    for (let k = 0; k < rank; k++) {
      const factor = scale * (left[row * rank + k] as number);
      for (let col = 0; col < cols; col++) sum[col] = (sum[col] as number) + factor * (right[k * cols + col] as number);
    }
    for (let col = 0; col < cols; col++) {
      const before = weights[row * cols + col] as number;
      const after = Math.fround(before + (sum[col] as number));
      weights[row * cols + col] = after;
      largest = Math.max(largest, Math.abs(after - before));
    }
  }
  return largest;
}

/** [rows, cols] as [cols, rows] */
function transposed(matrix: Float32Array, rows: number): Float32Array {
  const cols = matrix.length / rows;
  const result = new Float32Array(matrix.length);
  for (let row = 0; row < rows; row++)
    for (let col = 0; col < cols; col++) result[col * rows + row] = matrix[row * cols + col] as number;
  return result;
}
