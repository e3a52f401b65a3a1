/** LayerNorm in float64, written for reading. x, y, dy [rows, cols]; w, bias [cols]. */
export function layernormForward(x: Float64Array, w: Float64Array, bias: Float64Array, eps: number): Float64Array {
  const { xHat } = normalised(x, w.length, eps);
  return xHat.map((value, i) => value * w[i % w.length]! + bias[i % w.length]!);
}

export function layernormBackward(
  x: Float64Array,
  w: Float64Array,
  eps: number,
  dy: Float64Array,
): { dx: Float64Array; dw: Float64Array; dbias: Float64Array } {
  const cols = w.length;
  const { xHat, rstd } = normalised(x, cols, eps);
  const dx = new Float64Array(x.length);
  const dw = new Float64Array(cols);
  const dbias = new Float64Array(cols);
  rstd.forEach((scale, r) => {
    const row = (values: Float64Array) => values.subarray(r * cols, (r + 1) * cols);
    const [xHatRow, dyRow] = [row(xHat), row(dy)];
    const g = dyRow.map((value, c) => value * w[c]!);
    const [meanG, meanProjection] = [mean(g), mean(g.map((value, c) => value * xHatRow[c]!))];
    for (let c = 0; c < cols; c++) {
      dx[r * cols + c] = scale * (g[c]! - meanG - xHatRow[c]! * meanProjection);
      dw[c] = dw[c]! + dyRow[c]! * xHatRow[c]!;
      dbias[c] = dbias[c]! + dyRow[c]!;
    }
  });
  return { dx, dw, dbias };
}

function normalised(x: Float64Array, cols: number, eps: number): { xHat: Float64Array; rstd: Float64Array } {
  const xHat = new Float64Array(x.length);
  const rstd = new Float64Array(x.length / cols);
  rstd.forEach((_, r) => {
    const row = x.subarray(r * cols, (r + 1) * cols);
    const centre = mean(row);
    const scale = 1 / Math.sqrt(mean(row.map((value) => (value - centre) ** 2)) + eps);
    xHat.set(
      row.map((value) => (value - centre) * scale),
      r * cols,
    );
    rstd[r] = scale;
  });
  return { xHat, rstd };
}

const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
