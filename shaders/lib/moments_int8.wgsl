// Moments in 8 bits, by blocks of 256 elements with a scale each, the block's largest (Dettmers et al. 2022, arXiv:2110.02861,
// with roots in the place of a table of values):
//   m ≈ sign(c)·(c / 127)²·scale,  v ≈ (c / 255)⁴·scale,  c the 8-bit code, rounded at random as in lib/moments_bf16.wgsl
// Four codes in a u32. A v above zero never gets code 0: m / (sqrt(v) + ε) would explode.
const SMALLEST = 1.2e-38;  // below lie numbers that adapters may take for zero
const BLOCK = 64u;         // vec4s

fn m_values(codes: u32, scale: f32) -> vec4<f32> {
  let roots = unpack4x8snorm(codes);
  return roots * abs(roots) * scale;
}

fn v_values(codes: u32, scale: f32) -> vec4<f32> {
  let roots = unpack4x8unorm(codes);
  return roots * roots * roots * roots * scale;
}

fn largest_of(value: vec4<f32>) -> f32 {
  return max(max(value.x, value.y), max(value.z, value.w));
}

// The scale of a block whose largest number this is.
fn representable(largest: f32) -> f32 {
  return select(0.0, largest, largest >= SMALLEST);
}

// Four numbers from 0 to below 1.
fn noise(seed: u32) -> vec4<f32> {
  let bits = scrambled(seed);
  return vec4<f32>(vec4<u32>(bits & 0xffu, (bits >> 8u) & 0xffu, (bits >> 16u) & 0xffu, bits >> 24u)) / 256.0;
}

// The largest gets the largest code whatever the division makes of it, so that codes and scale follow from the values.
fn m_codes(value: vec4<f32>, largest: f32, luck: vec4<f32>) -> u32 {
  let share = sqrt(abs(value) / max(largest, SMALLEST));
  let codes = select(min(floor(127.0 * share + luck), vec4<f32>(127.0)), vec4<f32>(127.0), abs(value) == vec4<f32>(largest));
  return pack4x8snorm(select(vec4<f32>(0.0), sign(value) * codes / 127.0, largest > 0.0));
}

fn v_codes(value: vec4<f32>, largest: f32, luck: vec4<f32>) -> u32 {
  let share = sqrt(sqrt(value / max(largest, SMALLEST)));
  let least = select(vec4<f32>(0.0), vec4<f32>(1.0), value > vec4<f32>(0.0));
  let codes = select(clamp(floor(255.0 * share + luck), least, vec4<f32>(255.0)), vec4<f32>(255.0), value == vec4<f32>(largest));
  return pack4x8unorm(select(vec4<f32>(0.0), codes / 255.0, largest > 0.0));
}
