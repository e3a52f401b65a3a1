// Matrix product, first operand transposed: out[m, n] (+)= Σk a[k, m] · b[k, n]   (dW += dyᵀ · x)
//   out  out  [M, N] f32  = or += (ACCUMULATE); weight gradients stay f32 whatever the storage type
//   a    in   [K, M];  b  in  [K, N]
// Method: lib/gemm.wgsl; grid: lib/gemm_direct.wgsl or lib/gemm_tiled.wgsl, as the launch chooses
//#include "lib/gemm.wgsl"
//#include "lib/gemm_a_transposed.wgsl"
//#include "lib/gemm_b.wgsl"
//#include "lib/gemm_finish.wgsl"
//#include "lib/gemm_{METHOD}.wgsl"
@group(0) @binding(0) var<storage, read_write> out: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read> a: array<a_vec4>;
@group(0) @binding(2) var<storage, read> b: array<b_vec4>;

override ACCUMULATE: u32;

fn finish(row: u32, column4: u32, value: vec4<f32>) {
  let at = row * OUT_STRIDE4 + column4;
  var total = value;
  if (ACCUMULATE == 1u) {
    total += out[at];
  }
  out[at] = total;
}
