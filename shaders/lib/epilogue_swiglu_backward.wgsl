// Epilogue of the product that makes the gradient of a gated MLP's hidden rows, value = dhidden[m, n], which is not stored.
// With s = sigmoid(gate):
//   dgate = dhidden · up · s · (1 + gate · (1 − s)),   dup = dhidden · gate · s,   out = hidden = gate · s · up
//   out       out  [M, N]                      =   hidden recomputed, for the gradient of the second weight
//   dgate_up  out  [M, 2·OUT_STRIDE4 vec4s]    =
//   gate_up   in   as dgate_up
//#include "lib/sigmoid.wgsl"
@group(0) @binding({NEXT}) var<storage, read_write> out: array<out_vec4>;
@group(0) @binding({NEXT}) var<storage, read_write> dgate_up: array<dgate_up_vec4>;
@group(0) @binding({NEXT}) var<storage, read> gate_up: array<gate_up_vec4>;

fn finish(row: u32, column4: u32, dhidden: vec4<f32>) {
  let gate_at = row * 2u * OUT_STRIDE4 + column4;
  let up_at = gate_at + OUT_STRIDE4;
  let gate = load_gate_up(gate_up[gate_at]);
  let up = load_gate_up(gate_up[up_at]);
  let s = sigmoid(gate);
  dgate_up[gate_at] = store_dgate_up(dhidden * up * s * (1.0 + gate * (1.0 - s)));
  dgate_up[up_at] = store_dgate_up(dhidden * gate * s);
  out[row * OUT_STRIDE4 + column4] = store_out(gate * s * up);
}
