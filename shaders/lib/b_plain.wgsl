// Right operand of a product as its element type holds it.
//   b  in  rows of B_STRIDE4 vec4s
@group(0) @binding({NEXT}) var<storage, read> b: array<b_vec4>;

fn b_at(row: u32, column4: u32) -> vec4<f32> {
  return load_b(b[row * B_STRIDE4 + column4]);
}
