/**
 * Rotary embedding in float64, written for reading: a head's elements 2i and 2i + 1 are one complex number, rotated by the
 * angle position · θ^(−2i/headSize). x [rows, q|k|v] with `rotated` heads to rotate first; `positions` are those of the rows
 * of one sequence, and each sequence has the same. Direction −1 rotates back: the gradient of direction 1.
 */
export interface RopeReference {
  readonly cols: number;
  readonly rotated: number;
  readonly headSize: number;
  readonly positions: readonly number[];
  readonly theta: number;
}

export function ropeReference(x: Float64Array, shape: RopeReference, direction: 1 | -1): Float64Array {
  const { cols, rotated, headSize, positions, theta } = shape;
  const y = x.slice();
  for (let row = 0; row < x.length / cols; row++)
    for (let head = 0; head < rotated; head++)
      for (let i = 0; i < headSize / 2; i++) {
        const angle = direction * positions[row % positions.length]! * theta ** ((-2 * i) / headSize);
        const at = row * cols + head * headSize + 2 * i;
        const [real, imaginary] = [x[at]!, x[at + 1]!];
        y[at] = real * Math.cos(angle) - imaginary * Math.sin(angle);
        y[at + 1] = imaginary * Math.cos(angle) + real * Math.sin(angle);
      }
  return y;
}
