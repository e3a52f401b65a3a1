// Epilogue of an MLP's first half, with what its backward pass needs: out[m, n] = gelu(value), see lib/gelu.wgsl
//   out             out  [M, N]  =
//   pre_activation  out  [M, N]  =   value
//#include "lib/gelu.wgsl"
@group(0) @binding({NEXT}) var<storage, read_write> out: array<out_vec4>;
@group(0) @binding({NEXT}) var<storage, read_write> pre_activation: array<pre_activation_vec4>;

fn finish(row: u32, column4: u32, value: vec4<f32>) {
  let at = row * OUT_STRIDE4 + column4;
  let stored = store_pre_activation(value);
  pre_activation[at] = stored;
  out[at] = store_out(gelu(load_pre_activation(stored)));
}
