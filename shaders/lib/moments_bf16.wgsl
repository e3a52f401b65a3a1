// AdamW's moments as bfloat16, the upper half of an f32, two in a u32. Rounded stochastically: a moment moves by a share of
// 1 − β at a step, less than rounding to nearest would ever let through, but what is rounded at random is right on average
// (Gupta et al. 2015). The random bits are a hash of the seed, so that a step gives the same bits every time.
alias Moments4 = vec2<u32>;

fn load_moments(stored: Moments4) -> vec4<f32> {
  return bitcast<vec4<f32>>(vec4<u32>(stored.x << 16u, stored.x & 0xffff0000u, stored.y << 16u, stored.y & 0xffff0000u));
}

// Finite values only. @param seed differs between vec4s, steps and the two moments
fn store_moments(value: vec4<f32>, seed: u32) -> Moments4 {
  let first = scrambled(seed);
  let second = scrambled(first);
  let noise = vec4<u32>(first & 0xffffu, first >> 16u, second & 0xffffu, second >> 16u);
  let rounded = (bitcast<vec4<u32>>(value) + noise) & vec4<u32>(0xffff0000u);
  return vec2<u32>((rounded.x >> 16u) | rounded.y, (rounded.z >> 16u) | rounded.w);
}
