// Gradient of attention for keys and values. With p_r = exp(s_r − lse_r), s_r the score of attention_forward.wgsl, over the queries r
// that see the key, of every head that shares it:
//   dv[j, g, :] = Σ_r p_r · dO_r,   dk[j, g, :] = SCALE · Σ_r p_r · (dO_r · v − D_r) · q_r
//   dqkv        out  [rows, q|k|v]               =   k and v columns
//   dO          in   [rows, HEADS·headSize];  qkv  in  [rows, q|k|v]
//   lse, delta  in   [rows, HEADS] f32           delta is D, from attention_backward_query
//   positions   in   [rows] i32                  see lib/documents_packed.wgsl
// Where RoPE's tables are given, dk is that of the keys before RoPE: lib/before_rope_rotated.wgsl or lib/before_rope_same.wgsl.
// Method and grid: lib/attention_backward_key_value_direct.wgsl or lib/attention_backward_key_value_tiled.wgsl, as the launch chooses
//#include "lib/attention_backward.wgsl"
//#include "lib/attention_backward_key_value_{METHOD}.wgsl"
@group(0) @binding({NEXT}) var<storage, read_write> dqkv: array<dqkv_vec4>;
@group(0) @binding({NEXT}) var<storage, read> d_o: array<d_o_vec4>;
@group(0) @binding({NEXT}) var<storage, read> qkv: array<qkv_vec4>;
@group(0) @binding({NEXT}) var<storage, read> lse: array<f32>;
@group(0) @binding({NEXT}) var<storage, read> delta: array<f32>;
@group(0) @binding({NEXT}) var<storage, read> positions: array<i32>;
//#include "lib/before_rope_{ROTATION}.wgsl"
