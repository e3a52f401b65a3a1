/**
 * What rotary position embedding (Su et al. 2021, arXiv:2104.09864) needs wherever it is fused: in the product that makes
 * queries and keys (self-attention.ts) and on their way into a cache (kv-cache.ts). Elements 2i and 2i + 1 of a head are one
 * pair. (Hugging Face's Llama pairs i with i + headSize/2: model/parameters.ts arranges the weight's rows so that they lie
 * side by side, which changes no product of a query and a key.)
 */

/**
 * [context, headSize]: for each position the cosine and the sine of pair 0's angle, of pair 1's, and so on. Angles are
 * float64, as WGSL's own sin and cos are too coarse.
 * @param scaled what becomes of a pair's frequency, theta^(−2·pair/headSize) radians a position
 */
export function ropeTables(
  context: number,
  headSize: number,
  theta: number,
  scaled: (frequency: number) => number = (frequency) => frequency,
): Float32Array<ArrayBuffer> {
  const tables = new Float32Array(context * headSize);
  for (let position = 0; position < context; position++)
    for (let pair = 0; pair < headSize / 2; pair++) {
      const angle = position * scaled(theta ** ((-2 * pair) / headSize));
      tables[position * headSize + 2 * pair] = Math.cos(angle);
      tables[position * headSize + 2 * pair + 1] = Math.sin(angle);
    }
  return tables;
}
