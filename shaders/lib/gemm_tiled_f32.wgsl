// Matrix product by tiles staged as f32. See lib/gemm_tiled.wgsl
alias Staged4 = vec4<f32>;
//#include "lib/gemm_tiled.wgsl"
