// Epilogue of the gradient of a block-diagonal matrix, see lib/blocks.wgsl: out[m, n] += value where n is of m's block; what the
// product has elsewhere is dropped.
//   out  out  [M, 4·RANK4]  +=
//#include "lib/blocks.wgsl"
@group(0) @binding({NEXT}) var<storage, read_write> out: array<out_vec4>;

fn finish(row: u32, column4: u32, value: vec4<f32>) {
  let own = column_of_block4(row, column4);
  if (own < RANK4) {
    let at = row * RANK4 + own;
    out[at] = store_out(load_out(out[at]) + value);
  }
}
