// Causal attention with shared key/value heads, the scores never stored (online softmax, Dao et al. 2022):
//   o[r, h, :] = Σ_j softmax_j(scale · q[r, h, :] · k[j, g, :]) · v[j, g, :],  keys j = 0 … position + t,  g = ⌊h / GROUP⌋
//   lse[r, h]  = log Σ_j exp(scale · q · k_j)   saved for the backward pass
//   o        out  [rows, HEADS·headSize]  =
//   lse      out  [rows, HEADS] f32       =
//   q, k, v  in   column ranges of matrices; SEQ rows of q and KEYS rows of k and v a sequence
//   step     uniform                      position of the first query of each sequence
// Method and grid: lib/attention_forward_direct.wgsl or lib/attention_forward_tiled.wgsl, as the launch chooses
//#include "lib/attention_forward_{METHOD}.wgsl"
//#include "lib/step.wgsl"
@group(0) @binding(0) var<storage, read_write> o: array<o_vec4>;
@group(0) @binding(1) var<storage, read_write> lse: array<f32>;
@group(0) @binding(2) var<storage, read> q: array<q_vec4>;
@group(0) @binding(3) var<storage, read> k: array<k_vec4>;
@group(0) @binding(4) var<storage, read> v: array<v_vec4>;
@group(0) @binding(5) var<uniform> step_now: Step;

override ROWS: u32;
override SEQ: u32;
override KEYS: u32;
override HEADS: u32;
override GROUP: u32;
override Q_STRIDE4: u32;
override K_STRIDE4: u32;
override V_STRIDE4: u32;
override Q_COLUMN4: u32;
override K_COLUMN4: u32;
override V_COLUMN4: u32;
override SCALE: f32;

// Below every score: exp of its distance to one is 0.
const LOWEST = -1e30;
