// A block-diagonal matrix [rows, columns of all blocks] that is stored as its blocks alone, one under the other, RANK4 vec4s a
// row. Its rows are those of up to three modules that share a product (q, k and v; gate and up), and a module has a block of
// columns to itself, or none.
override RANK4: u32;
// In vec4s: where the rows of the second and of the third module begin, and the columns of each one's block.
override SECOND_ROW4: u32;
override THIRD_ROW4: u32;
override FIRST_BLOCK4: u32;
override SECOND_BLOCK4: u32;
override THIRD_BLOCK4: u32;

// Which vec4 of its block's columns column4 is in this row: RANK4 or more where it lies outside.
fn column_of_block4(row: u32, column4: u32) -> u32 {
  let row4 = row / 4u;
  let later = select(THIRD_BLOCK4, SECOND_BLOCK4, row4 < THIRD_ROW4);
  return column4 - select(later, FIRST_BLOCK4, row4 < SECOND_ROW4);
}
