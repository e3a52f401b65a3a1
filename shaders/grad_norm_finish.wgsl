// Global gradient norm and what follows from it:
//   figures[1] = norm = sqrt(Σ parts)
//   figures[2] = clip scale = min(1, clip / (norm + 1e-6)); 1 without clipping, 0 if the norm is not finite
//   figures[3] = 1 if the norm is finite, else 0: the update is then skipped
//   figures     out      [16] f32     =   entries 1 to 3
//   norm_parts  in       [PARTS] f32      of all arenas
//   step        uniform  clip
// Grid: one workgroup.
//#include "lib/workgroup_sum.wgsl"
//#include "lib/step.wgsl"
@group(0) @binding(0) var<storage, read_write> figures: array<f32>;
@group(0) @binding(1) var<storage, read> norm_parts: array<f32>;
@group(0) @binding(2) var<uniform> step_now: Step;

override PARTS: u32;

const EXPONENT = 0x7f800000u;  // all ones in NaN and infinities only

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
  let norm = sqrt(squares);
  figures[1] = norm;
  // By bits: an implementation may assume that comparisons meet neither NaN nor infinity.
  if ((bitcast<u32>(squares) & EXPONENT) == EXPONENT) {
    figures[2] = 0.0;
    figures[3] = 0.0;
    return;
  }
  figures[2] = select(1.0, min(1.0, step_now.clip / (norm + 1e-6)), step_now.clip > 0.0);
  figures[3] = 1.0;
}
