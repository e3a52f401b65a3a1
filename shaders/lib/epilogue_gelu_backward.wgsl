// Epilogue of the product that makes the gradient of an MLP's hidden rows, value = dhidden[m, n], which is not stored:
//   dpre_activation = dhidden · gelu′(pre_activation),   out = hidden = gelu(pre_activation);   see lib/gelu.wgsl
//   out              out  [M, N]  =   hidden recomputed, for the gradient of the second weight
//   dpre_activation  out  [M, N]  =
//   pre_activation   in   [M, N]
//#include "lib/gelu.wgsl"
@group(0) @binding({NEXT}) var<storage, read_write> out: array<out_vec4>;
@group(0) @binding({NEXT}) var<storage, read_write> dpre_activation: array<dpre_activation_vec4>;
@group(0) @binding({NEXT}) var<storage, read> pre_activation: array<pre_activation_vec4>;

fn finish(row: u32, column4: u32, dhidden: vec4<f32>) {
  let at = row * OUT_STRIDE4 + column4;
  let x = load_pre_activation(pre_activation[at]);
  dpre_activation[at] = store_dpre_activation(dhidden * gelu_derivative(x));
  out[at] = store_out(gelu(x));
}
