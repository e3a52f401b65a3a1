/** RMSNorm in float64, written for reading. x, y, dy [rows, cols]; w [cols]. */
export function rmsnormForward(x: Float64Array, w: Float64Array, eps: number): { y: Float64Array; rstd: Float64Array } {
  const cols = w.length;
  const rows = x.length / cols;
  const y = new Float64Array(x.length);
  const rstd = new Float64Array(rows);
  for (let r = 0; r < rows; r++) {
    let squares = 0;
    for (let c = 0; c < cols; c++) squares += x[r * cols + c]! ** 2;
    rstd[r] = 1 / Math.sqrt(squares / cols + eps);
    for (let c = 0; c < cols; c++) y[r * cols + c] = x[r * cols + c]! * rstd[r]! * w[c]!;
  }
  return { y, rstd };
}

export function rmsnormBackward(
  x: Float64Array,
  w: Float64Array,
  eps: number,
  dy: Float64Array,
): { dx: Float64Array; dw: Float64Array } {
  const cols = w.length;
  const { rstd } = rmsnormForward(x, w, eps);
  const dx = new Float64Array(x.length);
  const dw = new Float64Array(cols);
  rstd.forEach((scale, r) => {
    const at = r * cols;
    let mean = 0;
    for (let c = 0; c < cols; c++) mean += (dy[at + c]! * w[c]! * x[at + c]! * scale) / cols;
    for (let c = 0; c < cols; c++) {
      const xHat = x[at + c]! * scale;
      dx[at + c] = scale * (dy[at + c]! * w[c]! - xHat * mean);
      dw[c] = dw[c]! + dy[at + c]! * xHat;
    }
  });
  return { dx, dw };
}
