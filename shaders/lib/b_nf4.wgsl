// Right operand of a product in NF4 with double quantisation: level · (value · scale + mean). See src/formats/quantised/nf4.ts
//   b  in  256 values of a block's code, 16 levels of a weight's, the mean, a scale for 256 blocks, the codes of blocks, four in
//          a word, and of weights, eight in a word, where each row begins a word
@group(0) @binding({NEXT}) var<storage, read> b: array<u32>;

override B_ABSMAX_CODES: u32;  // the first word of each
override B_CODES: u32;

const B_LEVELS = 256u;
const B_MEAN = 272u;
const B_SCALES = 273u;

fn b_at(row: u32, column4: u32) -> vec4<f32> {
  let word = b[B_CODES + row * ((B_STRIDE4 + 1u) / 2u) + column4 / 2u];
  let codes = (vec4<u32>(word) >> (vec4<u32>(0u, 4u, 8u, 12u) + 16u * (column4 % 2u))) & vec4<u32>(15u);
  let levels = vec4<f32>(b_level(codes.x), b_level(codes.y), b_level(codes.z), b_level(codes.w));
  return levels * b_absmax(row * ((B_STRIDE4 + 15u) / 16u) + column4 / 16u);
}

fn b_level(code: u32) -> f32 {
  return bitcast<f32>(b[B_LEVELS + code]);
}

fn b_absmax(block: u32) -> f32 {
  let code = (b[B_ABSMAX_CODES + block / 4u] >> (8u * (block % 4u))) & 255u;
  return bitcast<f32>(b[code]) * bitcast<f32>(b[B_SCALES + block / 256u]) + bitcast<f32>(b[B_MEAN]);
}
