// Matrix product, second operand transposed, plus a residual: out[m, n] = residual[m, n] + Σk a[m, k] · b[n, k]
//   out       out  [M, N]  =
//   a         in   [M, K];  b  in  [N, K]
//   residual  in   [M, N]
// Method: lib/gemm.wgsl; grid: lib/gemm_direct.wgsl or lib/gemm_tiled.wgsl, as the launch chooses
//#include "lib/gemm.wgsl"
//#include "lib/gemm_a.wgsl"
//#include "lib/gemm_b_transposed.wgsl"
//#include "lib/gemm_finish.wgsl"
//#include "lib/gemm_{METHOD}.wgsl"
@group(0) @binding(0) var<storage, read_write> out: array<out_vec4>;
@group(0) @binding(1) var<storage, read> a: array<a_vec4>;
@group(0) @binding(2) var<storage, read> b: array<b_vec4>;
@group(0) @binding(3) var<storage, read> residual: array<residual_vec4>;

fn finish(row: u32, column4: u32, value: vec4<f32>) {
  let at = row * OUT_STRIDE4 + column4;
  out[at] = store_out(value + load_residual(residual[at]));
}
