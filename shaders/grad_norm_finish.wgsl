// Global gradient norm and what follows from it, for the update and for the loss scale (Micikevicius et al. 2018):
//   norm = sqrt(Σ parts) / loss scale
//   gradient_scale = min(1, clip / (norm + 1e-6)) / loss scale; 0 if norm or loss is not finite
// After a step that is finite t advances, and after step.growth_interval of them in a row the scale doubles; after one that
// is not, the scale halves and nothing else changes.
//   metrics     in/out   loss, loss_overflowed; all others  =   see lib/metrics.wgsl
//   scaler      in/out   see lib/scaler.wgsl
//   norm_parts  in       [PARTS] f32, as words    of all arenas
//   step        uniform  clip, one_minus_beta1, one_minus_beta2, growth_interval
// Grid: one workgroup.
//#include "lib/workgroup_sum.wgsl"
//#include "lib/finite_words.wgsl"
//#include "lib/step.wgsl"
//#include "lib/metrics.wgsl"
//#include "lib/scaler.wgsl"
@group(0) @binding(0) var<storage, read_write> metrics: Metrics;
@group(0) @binding(1) var<storage, read_write> scaler: Scaler;
@group(0) @binding(2) var<storage, read> norm_parts: array<u32>;
@group(0) @binding(3) var<uniform> step_now: Step;

override PARTS: u32;

const SMALLEST_SCALE = 1.0;
const LARGEST_SCALE = 16777216.0;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(local_invocation_index) lane: u32) {
  var part = 0.0;
  var finite = true;
  for (var i = lane; i < PARTS; i += WORKGROUP_SIZE) {
    finite = finite && is_finite(norm_parts[i]);
    part += bitcast<f32>(norm_parts[i]);
  }
  note_finite(finite);
  let squares = workgroup_sum(part, lane);
  if (lane != 0u) {
    return;
  }
  let scale = scaler.loss_scale;
  let norm = sqrt(squares) / scale;
  metrics.gradient_norm = norm;
  metrics.loss_scale = scale;
  let has_loss = metrics.loss_overflowed == 0u && abs(metrics.loss) <= LARGEST_SUM;
  let has_norm = !workgroup_overflows() && squares <= LARGEST_SUM;
  if (!has_loss || !has_norm) {
    metrics.gradient_scale = 0.0;
    metrics.is_finite = 0.0;
    scaler.good_steps = 0.0;
    if (step_now.growth_interval > 0u) {
      scaler.loss_scale = max(scale * 0.5, SMALLEST_SCALE);
    }
    return;
  }
  metrics.gradient_scale = select(1.0, min(1.0, step_now.clip / (norm + 1e-6)), step_now.clip > 0.0) / scale;
  metrics.is_finite = 1.0;
  scaler.good_steps += 1.0;
  if (step_now.growth_interval > 0u && scaler.good_steps >= f32(step_now.growth_interval)) {
    scaler.loss_scale = min(scale * 2.0, LARGEST_SCALE);
    scaler.good_steps = 0.0;
  }
  // As a running sum 1 − β^t loses no digits to a difference of numbers near 1.
  scaler.one_minus_beta1_t += (1.0 - scaler.one_minus_beta1_t) * step_now.one_minus_beta1;
  scaler.one_minus_beta2_t += (1.0 - scaler.one_minus_beta2_t) * step_now.one_minus_beta2;
  scaler.count += 1.0;
  metrics.m_correction = 1.0 / scaler.one_minus_beta1_t;
  metrics.v_correction = 1.0 / scaler.one_minus_beta2_t;
  metrics.count = scaler.count;
}
