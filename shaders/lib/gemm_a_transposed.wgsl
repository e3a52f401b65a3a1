// Left operand stored [K, M], as in out = aᵀ · …: its rows already lie as wanted. See lib/gemm.wgsl
fn a_block(row4: u32, k4: u32) -> mat4x4<f32> {
  let column4 = min(row4, (M - 1u) / 4u);
  return mat4x4<f32>(a_row(4u * k4, column4), a_row(4u * k4 + 1u, column4), a_row(4u * k4 + 2u, column4), a_row(4u * k4 + 3u, column4));
}

// What is asked for begins within K: only where K is no multiple of four does it end beyond.
fn a_row(k: u32, column4: u32) -> vec4<f32> {
  if (K % 4u == 0u) {
    return load_a(a[k * A_STRIDE4 + column4]);
  }
  return select(vec4<f32>(0.0), load_a(a[min(k, K - 1u) * A_STRIDE4 + column4]), k < K);
}
