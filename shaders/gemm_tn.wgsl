// Matrix product, first operand transposed: out[m, n] (+)= Σk a[k, m] · b[k, n]   (dW += dyᵀ · x); out is f32, whatever the
// operands are, all of it or the blocks of a block-diagonal matrix: see lib/epilogue_none.wgsl and lib/epilogue_blocks.wgsl
//   a  in  [K, M];  b  in  [K, N]
// Method: lib/gemm.wgsl; grid: lib/gemm_direct.wgsl or lib/gemm_tiled.wgsl, as the launch chooses
//#include "lib/gemm.wgsl"
//#include "lib/epilogue_{EPILOGUE}.wgsl"
//#include "lib/bias_none.wgsl"
//#include "lib/gemm_a_transposed.wgsl"
//#include "lib/gemm_b.wgsl"
//#include "lib/gemm_finish.wgsl"
//#include "lib/gemm_{METHOD}.wgsl"
@group(0) @binding({NEXT}) var<storage, read> a: array<a_vec4>;
//#include "lib/b_plain.wgsl"
