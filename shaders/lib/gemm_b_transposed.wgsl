// Right operand stored [N, K], as in out = … · bᵀ: four rows are read along k and transposed. See lib/gemm.wgsl
fn b_block(column4: u32, k4: u32) -> mat4x4<f32> {
  return transpose(mat4x4<f32>(b_row(4u * column4, k4), b_row(4u * column4 + 1u, k4), b_row(4u * column4 + 2u, k4), b_row(4u * column4 + 3u, k4)));
}

fn b_row(row: u32, k4: u32) -> vec4<f32> {
  return b_at(min(row, N - 1u), k4);
}
