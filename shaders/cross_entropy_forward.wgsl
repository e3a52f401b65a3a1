// Cross-entropy of each row: row_loss[r] = (log Σ exp(logits[r, :]) − logits[r, targets[r]]) · target_weight(r);  0 where the
// target is negative
//   row_loss  out  [rows] f32  =
//   logits    in   [rows, vocab]
//   targets   in   [rows] i32; −100: not counted
//   and the binding of lib/targets_weighted.wgsl, where targets have weights
// Grid: one workgroup a row, folded into two dimensions.
//#include "lib/workgroup_sum.wgsl"
//#include "lib/workgroup_max.wgsl"
//#include "lib/log_sum_exp.wgsl"
@group(0) @binding({NEXT}) var<storage, read_write> row_loss: array<f32>;
@group(0) @binding({NEXT}) var<storage, read> logits: array<logits_vec4>;
@group(0) @binding({NEXT}) var<storage, read> targets: array<i32>;
//#include "lib/targets_{TARGETS}.wgsl"

override ROWS: u32;
override VOCAB: u32;
override STRIDE4: u32;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  let row = group.x + group.y * groups.x;
  if (row >= ROWS) {
    return;
  }
  let target_token = targets[row];
  if (target_token < 0) {
    if (lane == 0u) {
      row_loss[row] = 0.0;
    }
    return;
  }
  let base = row * STRIDE4;
  let metrics = row_figures(base, lane);
  if (lane == 0u) {
    let wanted = load_logits(logits[base + u32(target_token) / 4u])[u32(target_token) % 4u];
    row_loss[row] = (log(metrics.sum) + metrics.largest - wanted) * target_weight(row);
  }
}
