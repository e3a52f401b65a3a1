// Attention within sequences, with shared key/value heads, the scores never stored (online softmax, Dao et al. 2022):
//   o[r, h, :] = Σ_j softmax_j(s_j) · v[j, g, :],  s_j = SCALE · q[r, h, :] · k[j, g, :] + bias,  g = ⌊h / GROUP⌋
//   lse[r, h]  = log Σ_j exp(s_j)         saved for the backward pass
// over the keys j of the row's sequence that lib/attention_mask.wgsl lets it see, with the bias of that file.
//   o          out  [rows, HEADS·headSize]  =
//   lse        out  [rows, HEADS] f32       =
//   q, k, v    in   column ranges of matrices of SEQ rows a sequence; KEYS = SEQ
//   positions  in   [rows] i32              see lib/documents_packed.wgsl
//#include "lib/attention_forward.wgsl"
//#include "lib/documents_packed.wgsl"
@group(0) @binding(0) var<storage, read_write> o: array<o_vec4>;
@group(0) @binding(1) var<storage, read_write> lse: array<f32>;
@group(0) @binding(2) var<storage, read> q: array<q_vec4>;
@group(0) @binding(3) var<storage, read> k: array<k_vec4>;
@group(0) @binding(4) var<storage, read> v: array<v_vec4>;
@group(0) @binding(5) var<storage, read> positions: array<i32>;

fn first_row() -> u32 {
  return 0u;
}
