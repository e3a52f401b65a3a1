// Epilogue of a gated MLP's first half (Shazeer 2020): out[m, n] = silu(gate[m, n]) · up[m, n],  silu(g) = g · sigmoid(g)
// Gate and up are rounded to the type of out, as they are where a matrix holds them.
//   out  out  [M, N]  =
//#include "lib/sigmoid.wgsl"
@group(0) @binding({NEXT}) var<storage, read_write> out: array<out_vec4>;

fn finish(row: u32, column4: u32, gate_value: vec4<f32>, up_value: vec4<f32>) {
  let gate = load_out(store_out(gate_value));
  let up = load_out(store_out(up_value));
  out[row * OUT_STRIDE4 + column4] = store_out(gate * sigmoid(gate) * up);
}
