// Left operand stored [K, M], as in out = aᵀ · …: its rows already lie as wanted. See lib/gemm.wgsl
fn a_block(row4: u32, k4: u32) -> mat4x4<f32> {
  return mat4x4<f32>(a_row(4u * k4, row4), a_row(4u * k4 + 1u, row4), a_row(4u * k4 + 2u, row4), a_row(4u * k4 + 3u, row4));
}

fn a_row(k: u32, row4: u32) -> vec4<f32> {
  let row = load_a(a[min(k, K - 1u) * A_STRIDE4 + min(row4, (M - 1u) / 4u)]);
  return select(vec4<f32>(0.0), row, k < K);
}
