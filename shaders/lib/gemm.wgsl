// What all matrix products share: sizes, the block of outputs that an invocation keeps in registers, and its way out.
//
// An invocation computes 8×8 outputs, because each value loaded then serves eight multiply-adds: with fewer the loads
// take the time, with more the registers run out. The block is four 4×4 quarters that need not lie side by side. Row i of
// a quarter is column [i] of its matrix: WGSL keeps matrices by columns, and storage wants four outputs of a row as a vec4.
//
// Operands come in 4×4 blocks too, through a_block(row4, k4) and b_block(column4, k4), which hide how each is stored:
// a_block(..)[j] is four rows of a, b_block(..)[j] four columns of b, both at k = 4·k4 + j, and zero where k ≥ K.
override M: u32;
override N: u32;
override K: u32;
override A_STRIDE4: u32;
override B_STRIDE4: u32;
override OUT_STRIDE4: u32;

struct Block {
  top_left: mat4x4<f32>,
  top_right: mat4x4<f32>,
  bottom_left: mat4x4<f32>,
  bottom_right: mat4x4<f32>,
}

// Hands four rows of four outputs to `finish`, which each kernel defines. What lies beyond M and N was computed from
// clamped indices: such rows are dropped here, and such columns are padding or nothing.
fn finish_quarter(row: u32, column4: u32, quarter: mat4x4<f32>) {
  if (column4 < OUT_STRIDE4) {
    let is_column = 4u * column4 + vec4<u32>(0u, 1u, 2u, 3u) < vec4<u32>(N);
    for (var i = row; i < min(row + 4u, M); i++) {
      finish(i, column4, select(vec4<f32>(0.0), quarter[i - row], is_column));
    }
  }
}
