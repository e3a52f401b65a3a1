/**
 * Gated MLP in float64, written for reading. gateUpWeight [gap + ffn, d] with gap = ffn rounded up to a multiple of 4: gate
 * from row 0, up from row gap. What lies between them takes no part.
 */
import { linearBackward, linearForward } from './linear.reference.ts';

export interface MlpInputs {
  readonly x: Float64Array;
  readonly gateUpWeight: Float64Array;
  readonly downWeight: Float64Array;
  readonly residual: Float64Array;
}

/** Width of x, and of hidden. */
export interface MlpSizes {
  readonly d: number;
  readonly ffn: number;
}

const upColumn = (ffn: number): number => Math.ceil(ffn / 4) * 4;
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

export function swigluForward(gateUp: Float64Array, ffn: number): Float64Array {
  const width = upColumn(ffn) + ffn;
  const out = new Float64Array((gateUp.length / width) * ffn);
  out.forEach((_, i) => {
    const at = Math.floor(i / ffn) * width + (i % ffn);
    out[i] = gateUp[at]! * sigmoid(gateUp[at]!) * gateUp[at + upColumn(ffn)]!;
  });
  return out;
}

export function swigluBackward(gateUp: Float64Array, ffn: number, dout: Float64Array): Float64Array {
  const width = upColumn(ffn) + ffn;
  const dgateUp = new Float64Array(gateUp.length);
  dout.forEach((upstream, i) => {
    const at = Math.floor(i / ffn) * width + (i % ffn);
    const gate = gateUp[at]!;
    const s = sigmoid(gate);
    dgateUp[at] = upstream * gateUp[at + upColumn(ffn)]! * (s + gate * s * (1 - s));
    dgateUp[at + upColumn(ffn)] = upstream * gate * s;
  });
  return dgateUp;
}

export function mlpForward({ x, gateUpWeight, downWeight, residual }: MlpInputs, { d, ffn }: MlpSizes): Float64Array {
  const hidden = swigluForward(linearForward(x, gateUpWeight, d), ffn);
  return linearForward(hidden, downWeight, ffn, { residual });
}

/** The gradient of the residual is dy. */
export function mlpBackward(
  { x, gateUpWeight, downWeight }: MlpInputs,
  { d, ffn }: MlpSizes,
  dy: Float64Array,
): { x: Float64Array; gateUpWeight: Float64Array; downWeight: Float64Array; residual: Float64Array } {
  const gateUp = linearForward(x, gateUpWeight, d);
  const down = linearBackward(swigluForward(gateUp, ffn), downWeight, ffn, dy);
  const first = linearBackward(x, gateUpWeight, d, swigluBackward(gateUp, ffn, down.dx));
  return { x: first.dx, gateUpWeight: first.dw, downWeight: down.dw, residual: dy };
}
