// Gradient of attention for the queries before RoPE: that of attention_backward_query.wgsl, rotated back (lib/before_rope_rotated.wgsl).
//   dqkv       out  [rows, q|k|v]           =   q columns
//   delta      out  [rows, HEADS] f32       =   D, for attention_backward_key_value_rope
//   dO, O      in   [rows, HEADS·headSize];  qkv  in  [rows, q|k|v];  lse  in  [rows, HEADS] f32
//   positions  in   [rows] i32              see lib/documents_packed.wgsl
//   tables     in   [≥ largest position + 1, headSize] f32
// Method and grid: lib/attention_backward_query_direct.wgsl or lib/attention_backward_query_tiled.wgsl, as the launch chooses
//#include "lib/attention_backward.wgsl"
//#include "lib/attention_backward_query_{METHOD}.wgsl"
//#include "lib/before_rope_rotated.wgsl"
@group(0) @binding(0) var<storage, read_write> dqkv: array<dqkv_vec4>;
@group(0) @binding(1) var<storage, read_write> delta: array<f32>;
@group(0) @binding(2) var<storage, read> d_o: array<d_o_vec4>;
@group(0) @binding(3) var<storage, read> o: array<o_vec4>;
@group(0) @binding(4) var<storage, read> qkv: array<qkv_vec4>;
@group(0) @binding(5) var<storage, read> lse: array<f32>;
@group(0) @binding(6) var<storage, read> positions: array<i32>;
@group(0) @binding(7) var<storage, read> tables: array<vec4<f32>>;
