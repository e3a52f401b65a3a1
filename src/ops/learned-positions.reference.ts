/** Learned positions in float64, written for reading. x, dy [rows, cols]; table [more than every position, cols]. */
export function learnedPositionsForward(
  x: Float64Array,
  positions: Int32Array,
  table: Float64Array,
  cols: number,
): Float64Array {
  return x.map((value, i) => value + table[positions[Math.floor(i / cols)]! * cols + (i % cols)]!);
}

export function learnedPositionsBackward(
  positions: Int32Array,
  dy: Float64Array,
  tableRows: number,
  cols: number,
): { dx: Float64Array; dtable: Float64Array } {
  const dtable = new Float64Array(tableRows * cols);
  dy.forEach((value, i) => {
    const at = positions[Math.floor(i / cols)]! * cols + (i % cols);
    dtable[at] = dtable[at]! + value;
  });
  return { dx: dy, dtable };
}
