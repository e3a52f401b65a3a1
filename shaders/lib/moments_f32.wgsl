// AdamW's moments as f32.
alias Moments4 = vec4<f32>;

fn load_moments(stored: Moments4) -> vec4<f32> {
  return stored;
}

fn store_moments(value: vec4<f32>, seed: u32) -> Moments4 {
  return value;
}
