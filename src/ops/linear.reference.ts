/**
 * Linear layer in float64: y = x · Wᵀ (+ bias) (+ residual). x [rows, in]; w [out, in]; bias [out]; residual, y, dy
 * [rows, out].
 */
import { gemmReference } from './gemm.reference.ts';

interface Added {
  readonly bias?: Float64Array | undefined;
  readonly residual?: Float64Array | undefined;
}

export function linearForward(x: Float64Array, w: Float64Array, inputs: number, added: Added = {}): Float64Array {
  const { bias, residual } = added;
  const outputs = w.length / inputs;
  const y = gemmReference('NT', x, w, [x.length / inputs, outputs, inputs]);
  return y.map((value, i) => value + (bias?.[i % outputs] ?? 0) + (residual?.[i] ?? 0));
}

/** The gradient of the residual is dy. */
export function linearBackward(
  x: Float64Array,
  w: Float64Array,
  inputs: number,
  dy: Float64Array,
): { dx: Float64Array; dw: Float64Array; dbias: Float64Array } {
  const [rows, outputs] = [x.length / inputs, w.length / inputs];
  const dbias = new Float64Array(outputs);
  dy.forEach((value, i) => {
    dbias[i % outputs] = dbias[i % outputs]! + value;
  });
  return {
    dx: gemmReference('NN', dy, w, [rows, inputs, outputs]),
    dw: gemmReference('TN', dy, x, [outputs, inputs, rows]),
    dbias,
  };
}
