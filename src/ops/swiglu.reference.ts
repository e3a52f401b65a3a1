/**
 * SwiGLU in float64, written for reading. gateUp [rows, gap + ffn] with gap = ffn rounded up to a multiple of 4: gate
 * from column 0, up from column gap. What lies between them takes no part.
 */
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
