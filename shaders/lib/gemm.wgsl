// What all matrix products share: sizes, and the block of outputs that an invocation keeps in registers.
//
// An invocation computes 8×8 outputs, because each value loaded then serves eight multiply-adds: with fewer the loads
// take the time, with more the registers run out. The block is four 4×4 quarters that need not lie side by side. Row i of
// a quarter is column [i] of its matrix: WGSL keeps matrices by columns, and storage wants four outputs of a row as a vec4.
// Methods hand it on as finish_pair(above, row, column4, left, right): four rows of `left` from column4 on and of `right` from
// column4 + HALF4 on, where HALF4 (const) is the method's distance between an invocation's quarters, and `above` the rows of
// out that other parts of K fill before them.
//
// Operands come in 4×4 blocks too, through a_block(row4, k4) and b_block(column4, k4), which hide how each is stored:
// a_block(..)[j] is four rows of a, b_block(..)[j] four columns of b, both at k = 4·k4 + j, and zero where k ≥ K.
//#include "lib/outer_product.wgsl"
override M: u32;
override N: u32;
override K: u32;
override A_STRIDE4: u32;
override B_STRIDE4: u32;
override OUT_STRIDE4: u32;
// Of k, how many a workgroup sums: K, or where K is summed in parts a multiple of 8. The sums of part p are rows p·M … of out.
override PART: u32;

struct Block {
  top_left: mat4x4<f32>,
  top_right: mat4x4<f32>,
  bottom_left: mat4x4<f32>,
  bottom_right: mat4x4<f32>,
}
