// Gradient of causal attention for the queries. With p_j = exp(scale · q · k_j − lse):
//   D[r, h] = dO · O,   dq[r, h, :] = scale · Σ_j p_j · (dO · v_j − D) · k_j,   keys j = 0 … t
// and dq turned back (lib/rotate.wgsl), which makes it the gradient for the queries before they were turned.
//   dqkv    out  [rows, q|k|v]                =   q columns
//   delta   out  [rows, HEADS] f32            =   D, for attention_backward_key_value
//   dO, O   in   [rows, HEADS·headSize];  qkv  in  [rows, q|k|v];  lse  in  [rows, HEADS] f32
//   tables  in   [≥ SEQ, headSize] f32        see lib/rotate.wgsl
// Method and grid: lib/attention_backward_query_direct.wgsl or lib/attention_backward_query_tiled.wgsl, as the launch chooses
//#include "lib/attention_backward_query_{METHOD}.wgsl"
//#include "lib/rotate.wgsl"
@group(0) @binding(0) var<storage, read_write> dqkv: array<dqkv_vec4>;
@group(0) @binding(1) var<storage, read_write> delta: array<f32>;
@group(0) @binding(2) var<storage, read> d_o: array<d_o_vec4>;
@group(0) @binding(3) var<storage, read> o: array<o_vec4>;
@group(0) @binding(4) var<storage, read> qkv: array<qkv_vec4>;
@group(0) @binding(5) var<storage, read> lse: array<f32>;
@group(0) @binding(6) var<storage, read> tables: array<vec4<f32>>;

override ROWS: u32;
override SEQ: u32;
override HEADS: u32;
override GROUP: u32;
override STRIDE4: u32;
override Q_COLUMN4: u32;
override K_COLUMN4: u32;
override V_COLUMN4: u32;
override SCALE: f32;
