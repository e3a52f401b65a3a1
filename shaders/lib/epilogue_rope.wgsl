// Epilogue of the product that makes queries, keys and values: out[m, :] = R_t value, R the rotation of lib/rotate.wgsl for the
// columns of q and k and the identity for those of v, t = positions[m]
//   out        out  [M, q|k|v]                          =
//   tables     in   [> every position, headSize] f32    see lib/rotate.wgsl
//   positions  in   [M] i32
//#include "lib/rotate.wgsl"
@group(0) @binding({NEXT}) var<storage, read_write> out: array<out_vec4>;
@group(0) @binding({NEXT}) var<storage, read> tables: array<vec4<f32>>;
@group(0) @binding({NEXT}) var<storage, read> positions: array<i32>;

override HEAD4: u32;
override ROTATED4: u32;  // vec4s of q and k together

fn finish(row: u32, column4: u32, value: vec4<f32>) {
  var rotated = value;
  if (column4 < ROTATED4) {
    rotated = rotate(value, tables[u32(positions[row]) * HEAD4 + column4 % HEAD4]);
  }
  out[row * OUT_STRIDE4 + column4] = store_out(rotated);
}
