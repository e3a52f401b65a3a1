// A matrix added to a product, a row to each of its rows.
//   bias  in  [rows of the product, columns of the product]; of gate and up one after the other
@group(0) @binding({NEXT}) var<storage, read> bias: array<bias_vec4>;

override BIAS_STRIDE4: u32;

fn add_bias(row: u32, column4: u32, value: vec4<f32>) -> vec4<f32> {
  return value + load_bias(bias[row * BIAS_STRIDE4 + column4]);
}
