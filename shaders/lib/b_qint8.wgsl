// Right operand of a product in 8 bits with a scale a row: code · scale. See src/formats/quantised/qint8.ts
//   b  in  of each row B_STRIDE4 words of four codes, then the scale
@group(0) @binding({NEXT}) var<storage, read> b: array<u32>;

fn b_at(row: u32, column4: u32) -> vec4<f32> {
  let first = row * (B_STRIDE4 + 1u);
  let word = bitcast<i32>(b[first + column4]);
  let codes = (vec4<i32>(word) << vec4<u32>(24u, 16u, 8u, 0u)) >> vec4<u32>(24u);
  return vec4<f32>(codes) * bitcast<f32>(b[first + B_STRIDE4]);
}
