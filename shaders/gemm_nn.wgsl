// Matrix product: Σk a[m, k] · b[k, n]   (dx = dy · W), to which rows may be added and which the
// epilogue then finishes: see their files for what else is bound
//   a  in  [M, K];  b  in  [K, N]
// Method: lib/gemm.wgsl; grid: lib/gemm_direct.wgsl or lib/gemm_tiled.wgsl, as the launch chooses
//#include "lib/gemm.wgsl"
//#include "lib/epilogue_{EPILOGUE}.wgsl"
//#include "lib/bias_{BIAS}.wgsl"
//#include "lib/gemm_a.wgsl"
//#include "lib/gemm_b.wgsl"
//#include "lib/gemm_finish.wgsl"
//#include "lib/gemm_{METHOD}.wgsl"
@group(0) @binding({NEXT}) var<storage, read> a: array<a_vec4>;
//#include "lib/b_{STORED}.wgsl"
