// The way out of a matrix product: four outputs of a row at a time go to `finish`, which each epilogue defines. What lies beyond
// M and N was computed from clamped indices: such rows are dropped here, and such columns are padding or, where out is a range
// of columns, not this product's.
fn finish_pair(above: u32, row: u32, column4: u32, left: mat4x4<f32>, right: mat4x4<f32>) {
  finish_quarter(above, row, column4, left);
  finish_quarter(above, row, column4 + HALF4, right);
}

fn finish_quarter(above: u32, row: u32, column4: u32, quarter: mat4x4<f32>) {
  if (4u * column4 < N) {
    let is_column = 4u * column4 + vec4<u32>(0u, 1u, 2u, 3u) < vec4<u32>(N);
    finish_row(above, row, column4, select(vec4<f32>(0.0), quarter[0], is_column));
    finish_row(above, row + 1u, column4, select(vec4<f32>(0.0), quarter[1], is_column));
    finish_row(above, row + 2u, column4, select(vec4<f32>(0.0), quarter[2], is_column));
    finish_row(above, row + 3u, column4, select(vec4<f32>(0.0), quarter[3], is_column));
  }
}

fn finish_row(above: u32, row: u32, column4: u32, value: vec4<f32>) {
  if (row < M) {
    finish(above + row, column4, add_bias(row, column4, value));
  }
}
