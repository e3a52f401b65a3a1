// Gradient of attention for the queries. With p_j = exp(s_j − lse), s_j the score of attention_forward.wgsl:
//   D[r, h] = dO · O,   dq[r, h, :] = SCALE · Σ_j p_j · (dO · v_j − D) · k_j,   over the keys j that the query sees
//   dqkv       out  [rows, q|k|v]           =   q columns
//   delta      out  [rows, HEADS] f32       =   D, for attention_backward_key_value
//   dO, O      in   [rows, HEADS·headSize];  qkv  in  [rows, q|k|v];  lse  in  [rows, HEADS] f32
//   positions  in   [rows] i32              see lib/documents_packed.wgsl
// Where RoPE's tables are given, dq is that of the queries before RoPE: lib/before_rope_rotated.wgsl or lib/before_rope_same.wgsl.
// Method and grid: lib/attention_backward_query_direct.wgsl or lib/attention_backward_query_tiled.wgsl, as the launch chooses
//#include "lib/attention_backward.wgsl"
//#include "lib/attention_backward_query_{METHOD}.wgsl"
@group(0) @binding({NEXT}) var<storage, read_write> dqkv: array<dqkv_vec4>;
@group(0) @binding({NEXT}) var<storage, read_write> delta: array<f32>;
@group(0) @binding({NEXT}) var<storage, read> d_o: array<d_o_vec4>;
@group(0) @binding({NEXT}) var<storage, read> o: array<o_vec4>;
@group(0) @binding({NEXT}) var<storage, read> qkv: array<qkv_vec4>;
@group(0) @binding({NEXT}) var<storage, read> lse: array<f32>;
@group(0) @binding({NEXT}) var<storage, read> positions: array<i32>;
//#include "lib/before_rope_{ROTATION}.wgsl"
