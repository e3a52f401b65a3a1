// Gradient of causal attention for keys and values. With p_r = exp(scale · q_r · k − lse_r), over the queries r at or
// after the key, of every head that shares it:
//   dv[j, g, :] = Σ_r p_r · dO_r,   dk[j, g, :] = scale · Σ_r p_r · (dO_r · v − D_r) · q_r
// and dk turned back (lib/rotate.wgsl), which makes it the gradient for the keys before they were turned.
//   dqkv        out  [rows, q|k|v]               =   k and v columns
//   dO          in   [rows, HEADS·headSize];  qkv  in  [rows, q|k|v]
//   lse, delta  in   [rows, HEADS] f32           delta is D, from attention_backward_query
//   tables      in   [≥ SEQ, headSize] f32       see lib/rotate.wgsl
// Method and grid: lib/attention_backward_key_value_direct.wgsl or lib/attention_backward_key_value_tiled.wgsl, as the launch chooses
//#include "lib/attention_backward_key_value_{METHOD}.wgsl"
//#include "lib/rotate.wgsl"
@group(0) @binding(0) var<storage, read_write> dqkv: array<dqkv_vec4>;
@group(0) @binding(1) var<storage, read> d_o: array<d_o_vec4>;
@group(0) @binding(2) var<storage, read> qkv: array<qkv_vec4>;
@group(0) @binding(3) var<storage, read> lse: array<f32>;
@group(0) @binding(4) var<storage, read> delta: array<f32>;
@group(0) @binding(5) var<storage, read> tables: array<vec4<f32>>;

override ROWS: u32;
override SEQ: u32;
override HEADS: u32;
override GROUP: u32;
override STRIDE4: u32;
override Q_COLUMN4: u32;
override K_COLUMN4: u32;
override V_COLUMN4: u32;
override SCALE: f32;
