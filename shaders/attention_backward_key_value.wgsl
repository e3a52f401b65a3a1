// Gradient of attention for keys and values. With p_r = exp(s_r − lse_r), s_r the score of attention_forward.wgsl, over the queries r
// that see the key, of every head that shares it:
//   dv[j, g, :] = Σ_r p_r · dO_r,   dk[j, g, :] = SCALE · Σ_r p_r · (dO_r · v − D_r) · q_r
//   dqkv        out  [rows, q|k|v]               =   k and v columns
//   dO          in   [rows, HEADS·headSize];  qkv  in  [rows, q|k|v]
//   lse, delta  in   [rows, HEADS] f32           delta is D, from attention_backward_query
//   positions   in   [rows] i32                  see lib/documents_packed.wgsl
// Method and grid: lib/attention_backward_key_value_direct.wgsl or lib/attention_backward_key_value_tiled.wgsl, as the launch chooses
//#include "lib/attention_backward.wgsl"
//#include "lib/attention_backward_key_value_{METHOD}.wgsl"
//#include "lib/before_rope_same.wgsl"
@group(0) @binding(0) var<storage, read_write> dqkv: array<dqkv_vec4>;
@group(0) @binding(1) var<storage, read> d_o: array<d_o_vec4>;
@group(0) @binding(2) var<storage, read> qkv: array<qkv_vec4>;
@group(0) @binding(3) var<storage, read> lse: array<f32>;
@group(0) @binding(4) var<storage, read> delta: array<f32>;
@group(0) @binding(5) var<storage, read> positions: array<i32>;
