/**
 * MLPs in float64, written for reading: gated (SwiGLU) and with GELU. Of a gated one `up` is [gap + ffn, d] and `upBias`
 * [gap + ffn] with gap = ffn rounded up to a multiple of 4: gate from row 0, up from row gap. What lies between them takes no
 * part.
 */
import { linearBackward, linearForward } from './linear.reference.ts';

export type Activation = 'swiglu' | 'gelu';

export interface MlpInputs {
  readonly x: Float64Array;
  readonly up: Float64Array;
  readonly upBias?: Float64Array;
  readonly down: Float64Array;
  readonly downBias?: Float64Array;
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

const U = Math.sqrt(2 / Math.PI);
const CUBIC = 0.044715;

export const geluForward = (x: Float64Array): Float64Array =>
  x.map((value) => (value / 2) * (1 + Math.tanh(U * (value + CUBIC * value ** 3))));

export function geluBackward(x: Float64Array, dout: Float64Array): Float64Array {
  return x.map((value, i) => {
    const t = Math.tanh(U * (value + CUBIC * value ** 3));
    return dout[i]! * ((1 + t) / 2 + (value / 2) * (1 - t ** 2) * U * (1 + 3 * CUBIC * value ** 2));
  });
}

export function mlpForward(activation: Activation, inputs: MlpInputs, { d, ffn }: MlpSizes): Float64Array {
  const { x, up, upBias, down, downBias, residual } = inputs;
  const before = linearForward(x, up, d, { bias: upBias });
  const hidden = activation === 'swiglu' ? swigluForward(before, ffn) : geluForward(before);
  return linearForward(hidden, down, ffn, { bias: downBias, residual });
}

/** The gradient of the residual is dy. */
export function mlpBackward(
  activation: Activation,
  { x, up, upBias, down }: MlpInputs,
  { d, ffn }: MlpSizes,
  dy: Float64Array,
): { [name in keyof Required<MlpInputs>]: Float64Array } {
  const before = linearForward(x, up, d, { bias: upBias });
  const hidden = activation === 'swiglu' ? swigluForward(before, ffn) : geluForward(before);
  const second = linearBackward(hidden, down, ffn, dy);
  const dbefore = activation === 'swiglu' ? swigluBackward(before, ffn, second.dx) : geluBackward(before, second.dx);
  const first = linearBackward(x, up, d, dbefore);
  return { x: first.dx, up: first.dw, upBias: first.dbias, down: second.dw, downBias: second.dbias, residual: dy };
}
