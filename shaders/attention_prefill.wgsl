// Attention of the next rows of a sequence over its cache: the formula of attention_forward.wgsl, where row t of q stands at row
// step.position + t of k and v.
//   o        out  [rows, HEADS·headSize]  =
//   lse      out  [rows, HEADS] f32       =
//   q        in   columns from Q_COLUMN4 on, SEQ rows
//   k, v     in   columns from K_COLUMN4 and V_COLUMN4 on, KEYS rows; those that no query sees are not read
//   step     uniform                      position of the first row
//#include "lib/attention_forward.wgsl"
//#include "lib/documents_one.wgsl"
//#include "lib/step.wgsl"
@group(0) @binding(0) var<storage, read_write> o: array<o_vec4>;
@group(0) @binding(1) var<storage, read_write> lse: array<f32>;
@group(0) @binding(2) var<storage, read> q: array<q_vec4>;
@group(0) @binding(3) var<storage, read> k: array<k_vec4>;
@group(0) @binding(4) var<storage, read> v: array<v_vec4>;
@group(0) @binding(5) var<uniform> step_now: Step;

fn first_row() -> u32 {
  return step_now.position;
}
