// Matrix product by tiles staged as f16, in half the workgroup memory: for operands that come as they are stored in f16,
// which then lose nothing on the way. The arithmetic stays f32. See lib/gemm_tiled.wgsl
alias Staged4 = vec4<f16>;
//#include "lib/gemm_tiled.wgsl"
