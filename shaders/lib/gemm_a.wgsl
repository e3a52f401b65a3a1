// Left operand stored [M, K], as in out = a · …: four rows are read along k and transposed. See lib/gemm.wgsl
fn a_block(row4: u32, k4: u32) -> mat4x4<f32> {
  return transpose(mat4x4<f32>(a_row(4u * row4, k4), a_row(4u * row4 + 1u, k4), a_row(4u * row4 + 2u, k4), a_row(4u * row4 + 3u, k4)));
}

fn a_row(row: u32, k4: u32) -> vec4<f32> {
  return load_a(a[min(row, M - 1u) * A_STRIDE4 + k4]);
}
