/** Linear layer in float64: y = x · Wᵀ (+ residual). x [rows, in]; w [out, in]; residual, y, dy [rows, out]. */
import { gemmReference } from './gemm.reference.ts';

export function linearForward(x: Float64Array, w: Float64Array, inputs: number, residual?: Float64Array): Float64Array {
  const y = gemmReference('NT', x, w, [x.length / inputs, w.length / inputs, inputs]);
  return residual ? y.map((value, i) => value + residual[i]!) : y;
}

/** The gradient of the residual is dy. */
export function linearBackward(
  x: Float64Array,
  w: Float64Array,
  inputs: number,
  dy: Float64Array,
): { dx: Float64Array; dw: Float64Array } {
  const [rows, outputs] = [x.length / inputs, w.length / inputs];
  return {
    dx: gemmReference('NN', dy, w, [rows, inputs, outputs]),
    dw: gemmReference('TN', dy, x, [outputs, inputs, rows]),
  };
}
