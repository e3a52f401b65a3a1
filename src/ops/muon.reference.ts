/** Muon in float64, written for reading: as Jordan et al. 2024 have it, one matrix at a time. Row-major, without padding. */

export interface MuonReferenceSettings {
  learningRate: number;
  weightDecay: number;
  momentum: number;
  iterations: number;
}

interface Matrix {
  readonly rows: number;
  readonly cols: number;
  readonly values: Float64Array;
}

const product = (a: Matrix, b: Matrix): Matrix => {
  const values = new Float64Array(a.rows * b.cols);
  for (let i = 0; i < a.rows; i++)
    for (let j = 0; j < b.cols; j++)
      for (let k = 0; k < a.cols; k++) values[i * b.cols + j]! += a.values[i * a.cols + k]! * b.values[k * b.cols + j]!;
  return { rows: a.rows, cols: b.cols, values };
};

const transposed = ({ rows, cols, values }: Matrix): Matrix => ({
  rows: cols,
  cols: rows,
  values: Float64Array.from(values, (_, i) => values[(i % rows) * cols + Math.floor(i / rows)]!),
});

/** Σ weightᵢ · matrixᵢ */
const sum = (...terms: readonly (readonly [number, Matrix])[]): Matrix => {
  const [, { rows, cols, values }] = terms[0]!;
  return { rows, cols, values: values.map((_, i) => terms.reduce((all, [w, m]) => all + w * m.values[i]!, 0)) };
};

/** The nearest orthogonal matrix, roughly: singular values end between 0.7 and 1.2. */
export function newtonSchulz(values: Float64Array, rows: number, cols: number, iterations: number): Float64Array {
  const [a, b, c] = [3.4445, -4.775, 2.0315];
  const norm = Math.sqrt(values.reduce((squares, value) => squares + value * value, 0));
  const start: Matrix = { rows, cols, values: values.map((value) => value / (norm + 1e-7)) };
  const isTall = rows > cols;
  let x = isTall ? transposed(start) : start;
  for (let i = 0; i < iterations; i++) {
    const gram = product(x, transposed(x));
    x = sum([a, x], [1, product(sum([b, gram], [c, product(gram, gram)]), x)]);
  }
  return (isTall ? transposed(x) : x).values;
}

/** Changes weights and moment of a matrix in place. @param gradient clipped */
export function muonStep(
  weights: Float64Array,
  m: Float64Array,
  gradient: Float64Array,
  { rows, cols }: { readonly rows: number; readonly cols: number },
  { learningRate, weightDecay, momentum, iterations }: MuonReferenceSettings,
): void {
  const u = gradient.map((g, i) => {
    m[i] = momentum * m[i]! + g;
    return g + momentum * m[i]!;
  });
  const direction = newtonSchulz(u, rows, cols, iterations);
  const scale = Math.sqrt(Math.max(1, rows / cols));
  weights.forEach((w, i) => {
    weights[i] = w * (1 - learningRate * weightDecay) - learningRate * scale * direction[i]!;
  });
}
