// Shared by the products of one row, Σk x[k] · b[n, k], four outputs at a time. A shader that includes this declares `x`
// and `b` and says what is summed for four outputs (`Sums`, with +), how one vec4 of x adds to it (`add_products`), and
// what becomes of it (`finish_four`).
override ROWS: u32;         // of b
override OUTPUTS: u32;
override OUT_STRIDE4: u32;
override B_STRIDE4: u32;    // vec4s of x, and of a row of b

// Adds one vec4 of x times the same columns of four rows of b, with fma(), because Direct3D never fuses a
// multiplication and an addition that are written apart. Rows beyond the last repeat it; `outputs` drops them.
fn add_four_products(sums: vec4<f32>, row: u32, k4: u32) -> vec4<f32> {
  let at = min(row + vec4<u32>(0u, 1u, 2u, 3u), vec4<u32>(ROWS - 1u));
  let rows = mat4x4<f32>(b_at(at.x, k4), b_at(at.y, k4), b_at(at.z, k4), b_at(at.w, k4));
  let w = transpose(rows);
  let values = load_x(x[k4]);
  let first = fma(vec4<f32>(values.y), w[1], fma(vec4<f32>(values.x), w[0], sums));
  return fma(vec4<f32>(values.w), w[3], fma(vec4<f32>(values.z), w[2], first));
}

// Four outputs, with zeros in the padding.
fn outputs(four: u32, value: vec4<f32>) -> vec4<f32> {
  return select(vec4<f32>(0.0), value, 4u * four + vec4<u32>(0u, 1u, 2u, 3u) < vec4<u32>(OUTPUTS));
}

// What an invocation sums where a workgroup shares four outputs: neighbours read neighbouring vec4s of the same rows.
fn shared_sums(four: u32, lane: u32) -> Sums {
  var sums = Sums();
  for (var k4 = lane; k4 < B_STRIDE4; k4 += WORKGROUP_SIZE) {
    sums = add_products(sums, four, k4);
  }
  return sums;
}
