// Adds the mean loss over counted tokens onto the metrics: metrics.loss += step.inverse_tokens · Σ row_loss
//   metrics   out      loss  +=,  loss_overflowed  = 1 where a row's loss is not finite;  see lib/metrics.wgsl
//   row_loss  in       [rows] f32, as words
//   step      uniform  inverse_tokens
// Grid: one workgroup; each invocation adds its rows in order, so the result is the same every time.
//#include "lib/workgroup_sum.wgsl"
//#include "lib/finite_words.wgsl"
//#include "lib/step.wgsl"
//#include "lib/metrics.wgsl"
@group(0) @binding(0) var<storage, read_write> metrics: Metrics;
@group(0) @binding(1) var<storage, read> row_loss: array<u32>;
@group(0) @binding(2) var<uniform> step_now: Step;

override ROWS: u32;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(local_invocation_index) lane: u32) {
  var part = 0.0;
  var finite = true;
  for (var row = lane; row < ROWS; row += WORKGROUP_SIZE) {
    finite = finite && is_finite(row_loss[row]);
    part += bitcast<f32>(row_loss[row]);
  }
  note_finite(finite);
  let sum = workgroup_sum(part, lane);
  if (lane == 0u) {
    metrics.loss += sum * step_now.inverse_tokens;
    if (workgroup_overflows()) {
      metrics.loss_overflowed = 1u;
    }
  }
}
