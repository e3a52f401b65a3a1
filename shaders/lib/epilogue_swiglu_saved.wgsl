// Epilogue of a gated MLP's first half (Shazeer 2020), with what its backward pass needs:
//   out[m, n] = silu(gate[m, n]) · up[m, n],  silu(g) = g · sigmoid(g)
//   out      out  [M, N]                       =
//   gate_up  out  [M, 2·OUT_STRIDE4 vec4s]     =   gate in the first half of a row, up in the second
//#include "lib/sigmoid.wgsl"
@group(0) @binding({NEXT}) var<storage, read_write> out: array<out_vec4>;
@group(0) @binding({NEXT}) var<storage, read_write> gate_up: array<gate_up_vec4>;

fn finish(row: u32, column4: u32, gate_value: vec4<f32>, up_value: vec4<f32>) {
  let gate_at = row * 2u * OUT_STRIDE4 + column4;
  let gate_stored = store_gate_up(gate_value);
  let up_stored = store_gate_up(up_value);
  gate_up[gate_at] = gate_stored;
  gate_up[gate_at + OUT_STRIDE4] = up_stored;
  let gate = load_gate_up(gate_stored);
  out[row * OUT_STRIDE4 + column4] = store_out(gate * sigmoid(gate) * load_gate_up(up_stored));
}
