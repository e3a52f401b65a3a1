// Right operand of a product that is block-diagonal, see lib/blocks.wgsl
//   b  in  [rows, 4·RANK4]
//#include "lib/blocks.wgsl"
@group(0) @binding({NEXT}) var<storage, read> b: array<b_vec4>;

fn b_at(row: u32, column4: u32) -> vec4<f32> {
  let own = column_of_block4(row, column4);
  let held = load_b(b[row * RANK4 + min(own, RANK4 - 1u)]);
  return select(vec4<f32>(0.0), held, own < RANK4);
}
