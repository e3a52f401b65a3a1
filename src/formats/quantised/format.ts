/** What a format of quantised matrices is. */
export interface QuantisedFormat {
  /** Words of u32 that a matrix takes. @param stride elements from one row to the next, a multiple of 4 */
  words(rows: number, stride: number): number;
  /** @param values padded rows of finite numbers, with zeros in the padding */
  quantise(values: Float32Array, rows: number): Uint32Array<ArrayBuffer>;
  /** Padded rows, as kernels compute with them. */
  dequantise(words: Uint32Array, rows: number, stride: number): Float32Array<ArrayBuffer>;
}

/** The largest magnitude of a range. */
export function absmaxOf(values: Float32Array, from: number, to: number): number {
  let most = 0;
  for (let i = from; i < to; i++) most = Math.max(most, Math.abs(values[i] as number));
  return most;
}
