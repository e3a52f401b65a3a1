/**
 * Attention in float64, written for reading: the whole row of weights is formed, head by head, each head with its own copy
 * of the keys. q [B·T, H·hd], k and v [B·keys, KV·hd]; query t of a sequence stands at row position + t of its keys.
 */
import { type AttentionMask, CAUSAL } from './attention-mask.ts';

export interface AttentionReference {
  readonly heads: number;
  readonly kvHeads: number;
  readonly headSize: number;
  readonly seq: number;
  readonly keys: number;
  readonly position: number;
  /** CAUSAL unless given. */
  readonly mask?: AttentionMask;
  /** Lengths of the documents that every sequence holds one after the other, for a mask that tells them apart. */
  readonly documents?: readonly number[];
}

interface Matrices {
  readonly q: Float64Array;
  readonly k: Float64Array;
  readonly v: Float64Array;
}

interface Visit {
  /** First elements of the query's and the output's row of this head. */
  readonly at: number;
  /** First elements of the visible keys' and values' rows of this head. */
  readonly seen: readonly number[];
  /** Softmax over `seen`. */
  readonly weights: readonly number[];
}

const dot = (a: Float64Array, i: number, b: Float64Array, j: number, n: number): number => {
  let sum = 0;
  for (let c = 0; c < n; c++) sum += a[i + c]! * b[j + c]!;
  return sum;
};

/** The document of each row of a sequence. */
const documentsOf = (lengths: readonly number[]): number[] =>
  lengths.flatMap((length, document) => Array.from({ length }, () => document));

const isVisible = (mask: AttentionMask, document: readonly number[], query: number, key: number): boolean =>
  !(mask.causal && key > query) &&
  !(mask.window > 0 && Math.abs(query - key) >= mask.window) &&
  !(mask.documents && document[query] !== document[key]);

/** Slopes of all heads, as in the code of Press et al. 2022: of 2ⁿ heads, then every other one of twice as many. */
export function alibiSlopes(heads: number): number[] {
  const closest = 2 ** Math.floor(Math.log2(heads));
  const slopes = Array.from({ length: closest }, (_, i) => 2 ** ((-8 * (i + 1)) / closest));
  if (closest === heads) return slopes;
  const between = alibiSlopes(2 * closest).filter((_, i) => i % 2 === 0);
  return [...slopes, ...between.slice(0, heads - closest)];
}

/** Every (row, head) with its visible keys and their weights. */
function* visits({ q, k }: Matrices, shape: AttentionReference): Generator<Visit> {
  const { heads, kvHeads, headSize, seq, keys, position, mask = CAUSAL, documents = [] } = shape;
  const document = documentsOf(documents);
  const slopes = mask.alibi ? alibiSlopes(heads) : [];
  for (let row = 0; row < q.length / (heads * headSize); row++)
    for (let head = 0; head < heads; head++) {
      const at = (row * heads + head) * headSize;
      const kvHead = Math.floor(head / (heads / kvHeads));
      const firstKey = Math.floor(row / seq) * keys;
      const query = position + (row % seq);
      const visible = Array.from({ length: keys }, (_, key) => key).filter((key) =>
        isVisible(mask, document, query, key),
      );
      const seen = visible.map((key) => ((firstKey + key) * kvHeads + kvHead) * headSize);
      const scores = seen.map((key, j) => {
        const bias = -(slopes[head] ?? 0) * Math.abs(query - visible[j]!);
        return dot(q, at, k, key, headSize) / Math.sqrt(headSize) + bias;
      });
      const largest = Math.max(...scores);
      const powers = scores.map((score) => Math.exp(score - largest));
      const total = powers.reduce((a, b) => a + b, 0);
      yield { at, seen, weights: powers.map((power) => power / total) };
    }
}

export function attentionForward(inputs: Matrices, shape: AttentionReference): Float64Array {
  const o = new Float64Array(inputs.q.length);
  for (const { at, seen, weights } of visits(inputs, shape))
    seen.forEach((key, j) => {
      for (let c = 0; c < shape.headSize; c++) o[at + c] = o[at + c]! + weights[j]! * inputs.v[key + c]!;
    });
  return o;
}

export function attentionBackward(inputs: Matrices, shape: AttentionReference, dO: Float64Array): Matrices {
  const { headSize } = shape;
  const scale = 1 / Math.sqrt(headSize);
  const dq = new Float64Array(inputs.q.length);
  const dk = new Float64Array(inputs.k.length);
  const dv = new Float64Array(inputs.v.length);
  for (const { at, seen, weights } of visits(inputs, shape)) {
    const dWeights = seen.map((key) => dot(dO, at, inputs.v, key, headSize));
    const mean = dWeights.reduce((sum, d, j) => sum + d * weights[j]!, 0);
    seen.forEach((key, j) => {
      const dScore = weights[j]! * (dWeights[j]! - mean) * scale;
      for (let c = 0; c < headSize; c++) {
        dv[key + c] = dv[key + c]! + weights[j]! * dO[at + c]!;
        dk[key + c] = dk[key + c]! + dScore * inputs.q[at + c]!;
        dq[at + c] = dq[at + c]! + dScore * inputs.k[key + c]!;
      }
    });
  }
  return { q: dq, k: dk, v: dv };
}

/** q|k|v side by side, as training holds them, taken apart. */
export function splitColumns(qkv: Float64Array, { heads, kvHeads, headSize }: AttentionReference): Matrices {
  const [hq, hk] = [heads * headSize, kvHeads * headSize];
  const cols = hq + 2 * hk;
  const take = (from: number, width: number) =>
    Float64Array.from(
      { length: (qkv.length / cols) * width },
      (_, i) => qkv[Math.floor(i / width) * cols + from + (i % width)]!,
    );
  return { q: take(0, hq), k: take(hq, hk), v: take(hq + hk, hk) };
}

/** The inverse of splitColumns. */
export function joinColumns({ q, k, v }: Matrices, { heads, kvHeads, headSize }: AttentionReference): Float64Array {
  const [hq, hk] = [heads * headSize, kvHeads * headSize];
  const cols = hq + 2 * hk;
  const qkv = new Float64Array(q.length + k.length + v.length);
  for (let row = 0; row < q.length / hq; row++) {
    qkv.set(q.subarray(row * hq, (row + 1) * hq), row * cols);
    qkv.set(k.subarray(row * hk, (row + 1) * hk), row * cols + hq);
    qkv.set(v.subarray(row * hk, (row + 1) * hk), row * cols + hq + hk);
  }
  return qkv;
}
