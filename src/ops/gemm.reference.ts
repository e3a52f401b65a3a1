/** The three matrix products in float64, written for reading. Row-major, without padding; `out` is [M, N]. */
import type { GemmForm } from './gemm-kernels.ts';

export function gemmReference(
  form: GemmForm,
  a: Float64Array,
  b: Float64Array,
  [M, N, K]: readonly [number, number, number],
): Float64Array {
  const out = new Float64Array(M * N);
  for (let m = 0; m < M; m++)
    for (let n = 0; n < N; n++) {
      let sum = 0;
      for (let k = 0; k < K; k++)
        sum += a[form === 'TN' ? k * M + m : m * K + k]! * b[form === 'NT' ? n * K + k : k * N + n]!;
      out[m * N + n] = sum;
    }
  return out;
}
