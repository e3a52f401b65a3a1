/** One head of one sequence under causal attention and its gradients, in float64: what attention is checked against. */
import type { Expected } from './expected.ts';

interface Sizes {
  readonly seq: number;
  readonly heads: number;
  readonly headSize: number;
}

/**
 * Outputs of every row, and gradients of its q, k and v, by their places in o [rows, H·hd] and dqkv [rows, 3·H·hd].
 * @param qkv [rows, 3·H·hd]; dO [rows, H·hd]
 */
export function headReference(
  qkv: Float32Array,
  dO: Float32Array,
  { seq, heads, headSize }: Sizes,
  { sequence, head }: { readonly sequence: number; readonly head: number },
): { readonly o: Expected[]; readonly dqkv: Expected[] } {
  const width = heads * headSize;
  const own = (row: number, third: number) => (sequence * seq + row) * 3 * width + third * width + head * headSize;
  const out = (row: number) => (sequence * seq + row) * width + head * headSize;
  const dot = (a: Float32Array, i: number, b: Float32Array, j: number): number => {
    let sum = 0;
    for (let c = 0; c < headSize; c++) sum += a[i + c]! * b[j + c]!;
    return sum;
  };
  const scale = 1 / Math.sqrt(headSize);
  const [o, dq, dk, dv] = [0, 1, 2, 3].map(() => new Sums(seq, headSize)) as [Sums, Sums, Sums, Sums];
  for (let query = 0; query < seq; query++) {
    const powers = Array.from({ length: query + 1 }, (_, key) =>
      Math.exp(scale * dot(qkv, own(query, 0), qkv, own(key, 1))),
    );
    const total = powers.reduce((a, b) => a + b, 0);
    const dWeights = powers.map((_, key) => dot(dO, out(query), qkv, own(key, 2)));
    const mean = dWeights.reduce((sum, d, key) => sum + (d * powers[key]!) / total, 0);
    for (let key = 0; key <= query; key++) {
      const weight = powers[key]! / total;
      const dScore = weight * (dWeights[key]! - mean) * scale;
      o.add(query, weight, qkv, own(key, 2));
      dv.add(key, weight, dO, out(query));
      dq.add(query, dScore, qkv, own(key, 1));
      dk.add(key, dScore, qkv, own(query, 0));
    }
  }
  const first = sequence * seq;
  return {
    o: o.expected(first, head * headSize),
    dqkv: [dq, dk, dv].flatMap((sums, third) => sums.expected(first, third * width + head * headSize)),
  };
}

/** Sums of rows, and of the sizes of what is added up. */
class Sums {
  private readonly values: Float64Array;
  private readonly scales: Float64Array;
  private readonly columns: number;

  constructor(rows: number, columns: number) {
    this.values = new Float64Array(rows * columns);
    this.scales = new Float64Array(rows * columns);
    this.columns = columns;
  }

  /** Onto a row, `factor` times the elements from `from` on. */
  add(row: number, factor: number, source: Float32Array, from: number): void {
    for (let c = 0; c < this.columns; c++) {
      const [at, term] = [row * this.columns + c, factor * source[from + c]!];
      this.values[at] = this.values[at]! + term;
      this.scales[at] = this.scales[at]! + Math.abs(term);
    }
  }

  expected(firstRow: number, firstColumn: number): Expected[] {
    return Array.from(this.values, (value, at) => ({
      row: firstRow + Math.floor(at / this.columns),
      column: firstColumn + (at % this.columns),
      value,
      scale: this.scales[at]!,
    }));
  }
}
