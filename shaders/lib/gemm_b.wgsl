// Right operand stored [K, N], as in out = … · b: its rows already lie as wanted. See lib/gemm.wgsl
fn b_block(column4: u32, k4: u32) -> mat4x4<f32> {
  let own4 = min(column4, B_STRIDE4 - 1u);
  return mat4x4<f32>(b_row(4u * k4, own4), b_row(4u * k4 + 1u, own4), b_row(4u * k4 + 2u, own4), b_row(4u * k4 + 3u, own4));
}

// What is asked for begins within K: only where K is no multiple of four does it end beyond.
fn b_row(k: u32, column4: u32) -> vec4<f32> {
  if (K % 4u == 0u) {
    return b_at(k, column4);
  }
  return select(vec4<f32>(0.0), b_at(min(k, K - 1u), column4), k < K);
}
