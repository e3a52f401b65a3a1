// A vector added to every row of a product.
//   bias  in  [1, columns of the product]
@group(0) @binding({NEXT}) var<storage, read> bias: array<bias_vec4>;

fn add_bias(row: u32, column4: u32, value: vec4<f32>) -> vec4<f32> {
  return value + load_bias(bias[column4]);
}
