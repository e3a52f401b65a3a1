// Global gradient norm and what follows from it, for the update and for the loss scale (Micikevicius et al. 2018):
//   norm = sqrt(Σ parts) / loss scale
//   metrics[1] = norm
//   metrics[2] = what a gradient is multiplied by: min(1, clip / (norm + 1e-6)) / loss scale; 0 if the norm is not finite
//   metrics[3] = 1 if the norm is finite, else 0: the update is then skipped
//   metrics[4], [5] = AdamW's bias corrections 1 / (1 − β1^t), 1 / (1 − β2^t)
//   metrics[6] = the loss scale of this step, [7] = t
// After a finite norm t advances, and after step.growth_interval of them in a row the scale doubles; after one that is not,
// the scale halves and nothing else changes.
//   metrics     out      [16] f32     =   entries 1 to 7
//   scaler      in/out   [16] f32         [0] loss scale, [1] good steps in a row, [2] 1 − β1^t, [3] 1 − β2^t, [4] t
//   norm_parts  in       [PARTS] f32      of all arenas
//   step        uniform  clip, one_minus_beta1, one_minus_beta2, growth_interval
// Grid: one workgroup.
//#include "lib/workgroup_sum.wgsl"
//#include "lib/step.wgsl"
@group(0) @binding(0) var<storage, read_write> metrics: array<f32>;
@group(0) @binding(1) var<storage, read_write> scaler: array<f32>;
@group(0) @binding(2) var<storage, read> norm_parts: array<f32>;
@group(0) @binding(3) var<uniform> step_now: Step;

override PARTS: u32;

const EXPONENT = 0x7f800000u;  // all ones in NaN and infinities only
const SMALLEST_SCALE = 1.0;
const LARGEST_SCALE = 16777216.0;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(local_invocation_index) lane: u32) {
  var part = 0.0;
  for (var i = lane; i < PARTS; i += WORKGROUP_SIZE) {
    part += norm_parts[i];
  }
  let squares = workgroup_sum(part, lane);
  if (lane != 0u) {
    return;
  }
  let scale = scaler[0];
  let norm = sqrt(squares) / scale;
  metrics[1] = norm;
  metrics[6] = scale;
  // By bits: an implementation may assume that comparisons meet neither NaN nor infinity.
  if ((bitcast<u32>(squares) & EXPONENT) == EXPONENT) {
    metrics[2] = 0.0;
    metrics[3] = 0.0;
    scaler[1] = 0.0;
    if (step_now.growth_interval > 0u) {
      scaler[0] = max(scale * 0.5, SMALLEST_SCALE);
    }
    return;
  }
  metrics[2] = select(1.0, min(1.0, step_now.clip / (norm + 1e-6)), step_now.clip > 0.0) / scale;
  metrics[3] = 1.0;
  scaler[1] += 1.0;
  if (step_now.growth_interval > 0u && scaler[1] >= f32(step_now.growth_interval)) {
    scaler[0] = min(scale * 2.0, LARGEST_SCALE);
    scaler[1] = 0.0;
  }
  // As a running sum 1 − β^t loses no digits to a difference of numbers near 1.
  scaler[2] += (1.0 - scaler[2]) * step_now.one_minus_beta1;
  scaler[3] += (1.0 - scaler[3]) * step_now.one_minus_beta2;
  scaler[4] += 1.0;
  metrics[4] = 1.0 / scaler[2];
  metrics[5] = 1.0 / scaler[3];
  metrics[7] = scaler[4];
}
