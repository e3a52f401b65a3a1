// Queries, keys and values in one product, queries and keys rotated by their positions: out[m, n] = R_t Σk a[m, k] · b[n, k],
// R the rotation of lib/rotate.wgsl for the columns of q and k and the identity for those of v, t = positions[m]
//   out     out  [M, q|k|v]           =
//   a       in   [M, K];  b  in  [N, K]
//   tables  in   [> every position, headSize] f32  see lib/rotate.wgsl
//   positions  in  [M] i32
// Method: lib/gemm.wgsl; grid: lib/gemm_direct.wgsl or lib/gemm_tiled.wgsl, as the launch chooses
//#include "lib/gemm.wgsl"
//#include "lib/gemm_a.wgsl"
//#include "lib/gemm_b_transposed.wgsl"
//#include "lib/gemm_finish.wgsl"
//#include "lib/gemm_{METHOD}.wgsl"
//#include "lib/rotate.wgsl"
@group(0) @binding(0) var<storage, read_write> out: array<out_vec4>;
@group(0) @binding(1) var<storage, read> a: array<a_vec4>;
@group(0) @binding(2) var<storage, read> b: array<b_vec4>;
@group(0) @binding(3) var<storage, read> tables: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read> positions: array<i32>;

override HEAD4: u32;
override ROTATED4: u32;  // vec4s of q and k together

fn finish(row: u32, column4: u32, value: vec4<f32>) {
  var rotated = value;
  if (column4 < ROTATED4) {
    rotated = rotate(value, tables[u32(positions[row]) * HEAD4 + column4 % HEAD4]);
  }
  out[row * OUT_STRIDE4 + column4] = store_out(rotated);
}
