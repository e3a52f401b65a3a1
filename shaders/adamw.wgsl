// AdamW (Loshchilov & Hutter 2019) over one arena, with g = gradient · clip scale:
//   m = β1·m + (1 − β1)·g,  v = β2·v + (1 − β2)·g²
//   w −= lr · (m·correction1 / (sqrt(v·correction2) + ε) + decay·w),  decay only before DECAY_END
// Nothing is touched when figures[3] is 0 (a gradient that is not finite).
//   weights, m, v  in/out   [4·VEC4S elements] f32  =
//   gradient       in       as weights
//   figures        in       [16] f32: [2] clip scale, [3] whether the norm is finite
//   step           uniform
// Grid: one invocation a vec4, folded into two dimensions.
//#include "lib/step.wgsl"
@group(0) @binding(0) var<storage, read_write> weights: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read_write> m: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> v: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read> gradient: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read> figures: array<f32>;
@group(0) @binding(5) var<uniform> step_now: Step;

override VEC4S: u32;
override DECAY_END: u32;  // elements; a multiple of 4

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let i = id.x + id.y * groups.x * WORKGROUP_SIZE;
  if (i >= VEC4S || figures[3] == 0.0) {
    return;
  }
  let g = gradient[i] * figures[2];
  let first = step_now.beta1 * m[i] + (1.0 - step_now.beta1) * g;
  let second = step_now.beta2 * v[i] + (1.0 - step_now.beta2) * g * g;
  let decay = select(0.0, step_now.weight_decay, 4u * i < DECAY_END);
  let update = first * step_now.correction1 / (sqrt(second * step_now.correction2) + step_now.epsilon);
  m[i] = first;
  v[i] = second;
  weights[i] -= step_now.learning_rate * (update + decay * weights[i]);
}
