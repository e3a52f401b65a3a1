// Cross-entropy of each row and its gradient, which takes the place of the logits:
//   row_loss[r] = (log Σ exp(logits[r, :]) − logits[r, targets[r]]) · target_weight(r)
//   logits[r, :] = (softmax(logits[r, :]) − onehot(targets[r])) · step.inverse_tokens · scaler.loss_scale · target_weight(r)
// Rows whose target is negative get zeros, and so does the padding.
//   logits    in/out   [rows, vocab]  =
//   row_loss  out      [rows] f32     =
//   targets   in       [rows] i32; −100: not counted
//   scaler    in       loss_scale, see lib/scaler.wgsl
//   step      uniform  inverse_tokens
//   and the binding of lib/targets_weighted.wgsl, where targets have weights
// Grid: one workgroup a row, folded into two dimensions.
//#include "lib/workgroup_sum.wgsl"
//#include "lib/workgroup_max.wgsl"
//#include "lib/log_sum_exp.wgsl"
//#include "lib/step.wgsl"
//#include "lib/scaler.wgsl"
@group(0) @binding({NEXT}) var<storage, read_write> logits: array<logits_vec4>;
@group(0) @binding({NEXT}) var<storage, read_write> row_loss: array<f32>;
@group(0) @binding({NEXT}) var<storage, read> targets: array<i32>;
@group(0) @binding({NEXT}) var<storage, read> scaler: Scaler;
@group(0) @binding({NEXT}) var<uniform> step_now: Step;
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
  let base = row * STRIDE4;
  let target_token = targets[row];
  if (target_token < 0) {
    for (var i = lane; i < STRIDE4; i += WORKGROUP_SIZE) {
      logits[base + i] = store_logits(vec4<f32>(0.0));
    }
    if (lane == 0u) {
      row_loss[row] = 0.0;
    }
    return;
  }
  let metrics = row_figures(base, lane);
  let counts = target_weight(row);
  let upstream = step_now.inverse_tokens * scaler.loss_scale * counts;
  let scale = upstream / metrics.sum;
  for (var i = lane; i < STRIDE4; i += WORKGROUP_SIZE) {
    let v = row_logits(base, i);
    var gradient = exp(v - metrics.largest) * scale;
    // Whoever overwrites the target's logit reads it first.
    if (i == u32(target_token) / 4u) {
      let place = u32(target_token) % 4u;
      row_loss[row] = (log(metrics.sum) + metrics.largest - v[place]) * counts;
      gradient[place] -= upstream;
    }
    logits[base + i] = store_logits(gradient);
  }
}
