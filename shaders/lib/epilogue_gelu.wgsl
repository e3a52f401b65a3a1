// Epilogue of an MLP's first half: out[m, n] = gelu(value), see lib/gelu.wgsl. The value is rounded to the type of out, as it is
// where a matrix holds it.
//   out  out  [M, N]  =
//#include "lib/gelu.wgsl"
@group(0) @binding({NEXT}) var<storage, read_write> out: array<out_vec4>;

fn finish(row: u32, column4: u32, value: vec4<f32>) {
  out[row * OUT_STRIDE4 + column4] = store_out(gelu(load_out(store_out(value))));
}
