// Right operand stored [N, K] transposed, its rows gate and up: columns of gate and of up take turns, HALF4 vec4s of each, so
// that an invocation's left quarters are gate and its right ones up of the same columns. See lib/gemm.wgsl
override B_ROWS: u32;

fn b_block(column4: u32, k4: u32) -> mat4x4<f32> {
  let row = 4u * (gate_column4(column4) + column4 / HALF4 % 2u * OUT_STRIDE4);
  return transpose(mat4x4<f32>(b_row(row, k4), b_row(row + 1u, k4), b_row(row + 2u, k4), b_row(row + 3u, k4)));
}

fn b_row(row: u32, k4: u32) -> vec4<f32> {
  return b_at(min(row, B_ROWS - 1u), k4);
}

// Column of gate, and of up after its first, that column4 of the product stands for.
fn gate_column4(column4: u32) -> u32 {
  return column4 / (2u * HALF4) * HALF4 + column4 % HALF4;
}
