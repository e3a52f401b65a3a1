// Queries, keys and values in one product, queries and keys turned by their positions: out[m, n] = R_t Σk a[m, k] · b[n, k],
// R the turn of lib/rotate.wgsl for the columns of q and k and the identity for those of v, t = m mod SEQ
//   out     out  [M, q|k|v]           =
//   a       in   [M, K];  b  in  [N, K]
//   tables  in   [≥ SEQ, headSize] f32  see lib/rotate.wgsl
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

override SEQ: u32;
override HEAD4: u32;
override ROTATED4: u32;  // vec4s of q and k together

fn finish(row: u32, column4: u32, value: vec4<f32>) {
  var turned = value;
  if (column4 < ROTATED4) {
    turned = rotate(value, tables[row % SEQ * HEAD4 + column4 % HEAD4]);
  }
  out[row * OUT_STRIDE4 + column4] = store_out(turned);
}
