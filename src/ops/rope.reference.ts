/**
 * Rotary embedding in float64, written for reading: a head's elements 2i and 2i + 1 are one complex number, turned by the
 * angle position · θ^(−2i/headSize). x [rows, q|k|v] with `rotated` heads to turn first; row r of a sequence of `seq` rows
 * stands at `position` + r. Direction −1 turns back: the gradient of direction 1.
 */
export interface RopeReference {
  readonly cols: number;
  readonly rotated: number;
  readonly headSize: number;
  readonly seq: number;
  readonly position: number;
  readonly theta: number;
}

export function ropeReference(x: Float64Array, shape: RopeReference, direction: 1 | -1): Float64Array {
  const { cols, rotated, headSize, seq, position, theta } = shape;
  const y = x.slice();
  for (let row = 0; row < x.length / cols; row++)
    for (let head = 0; head < rotated; head++)
      for (let i = 0; i < headSize / 2; i++) {
        const angle = direction * (position + (row % seq)) * theta ** ((-2 * i) / headSize);
        const at = row * cols + head * headSize + 2 * i;
        const [real, imaginary] = [x[at]!, x[at + 1]!];
        y[at] = real * Math.cos(angle) - imaginary * Math.sin(angle);
        y[at + 1] = imaginary * Math.cos(angle) + real * Math.sin(angle);
      }
  return y;
}
