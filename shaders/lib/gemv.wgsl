// Shared by the products of one row, out[n] = Σk x[k] · weight[n, k], four outputs at a time. A shader that includes this
// declares `x` and `weight` and says what is summed for four outputs (`Sums`, with +), what one vec4 of x adds to it
// (`products`), and what becomes of it (`finish`).
override ROWS: u32;         // of the weight
override OUTPUTS: u32;
override OUT_STRIDE4: u32;
override WIDTH4: u32;       // vec4s of x, and of a row of the weight

// One vec4 of x times the same columns of four rows of the weight. Rows beyond the last repeat it; `outputs` drops them.
fn four_products(row: u32, k4: u32) -> vec4<f32> {
  let at = min(row + vec4<u32>(0u, 1u, 2u, 3u), vec4<u32>(ROWS - 1u)) * WIDTH4 + k4;
  let w = mat4x4<f32>(load_weight(weight[at.x]), load_weight(weight[at.y]), load_weight(weight[at.z]), load_weight(weight[at.w]));
  return load_x(x[k4]) * w;
}

// Four outputs, with zeros in the padding.
fn outputs(four: u32, value: vec4<f32>) -> vec4<f32> {
  return select(vec4<f32>(0.0), value, 4u * four + vec4<u32>(0u, 1u, 2u, 3u) < vec4<u32>(OUTPUTS));
}
