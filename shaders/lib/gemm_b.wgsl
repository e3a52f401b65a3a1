// Right operand stored [K, N], as in out = … · b: its rows already lie as wanted. See lib/gemm.wgsl
fn b_block(column4: u32, k4: u32) -> mat4x4<f32> {
  return mat4x4<f32>(b_row(4u * k4, column4), b_row(4u * k4 + 1u, column4), b_row(4u * k4 + 2u, column4), b_row(4u * k4 + 3u, column4));
}

fn b_row(k: u32, column4: u32) -> vec4<f32> {
  let row = b_at(min(k, K - 1u), min(column4, B_STRIDE4 - 1u));
  return select(vec4<f32>(0.0), row, k < K);
}
