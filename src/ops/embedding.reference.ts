/** Embedding in float64, written for reading. table [vocab, cols]; out, dout [rows, cols]. */
export function embeddingForward(tokens: Int32Array, table: Float64Array, cols: number): Float64Array {
  const out = new Float64Array(tokens.length * cols);
  tokens.forEach((token, row) => {
    out.set(table.subarray(token * cols, (token + 1) * cols), row * cols);
  });
  return out;
}

export function embeddingBackward(
  tokens: Int32Array,
  vocab: number,
  cols: number,
  dout: Float64Array,
): { dtable: Float64Array } {
  const dtable = new Float64Array(vocab * cols);
  tokens.forEach((token, row) => {
    for (let c = 0; c < cols; c++) dtable[token * cols + c] = dtable[token * cols + c]! + dout[row * cols + c]!;
  });
  return { dtable };
}
