// Sizes of LayerNorm's rows. Their padding holds zeros, which a subtracted mean would make part of the row.
override COLS: u32;
override STRIDE4: u32;

// Values of the i-th vec4 of a row, with zeros in the padding.
fn in_row(i: u32, values: vec4<f32>) -> vec4<f32> {
  return select(vec4<f32>(0.0), values, 4u * i + vec4<u32>(0u, 1u, 2u, 3u) < vec4<u32>(COLS));
}
