// The update of AdamW (Loshchilov & Hutter 2019) over a span of an arena, with g = gradient · metrics.gradient_scale:
// Moments are held as lib/moments_f32.wgsl or lib/moments_bf16.wgsl say, as the launch chooses.
//   m = β1·m + (1 − β1)·g,  v = β2·v + (1 − β2)·g²
//   w −= lr · (m·m_correction / (sqrt(v·v_correction) + ε) + decay·w),  lr and decay of the group: lib/parameter_groups.wgsl
// Nothing is touched when metrics.is_finite is 0 (a gradient that is not finite). `finish`, which each kernel defines,
// takes the new weights of a vec4.
// Grid: one invocation a vec4, folded into two dimensions.
override VEC4S: u32;
override FIRST4: u32;       // the place of the first in the arena, which has ARENA_VEC4S
override ARENA_VEC4S: u32;
override ARENA: u32;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let i = id.x + id.y * groups.x * WORKGROUP_SIZE;
  if (i >= VEC4S || metrics.is_finite == 0.0) {
    return;
  }
  let g = gradient[i] * metrics.gradient_scale;
  let first = step_now.beta1 * load_moments(m[i]) + step_now.one_minus_beta1 * g;
  let second = step_now.beta2 * load_moments(v[i]) + step_now.one_minus_beta2 * g * g;
  let group = group_of(4u * i);
  let update = first * metrics.m_correction / (sqrt(second * metrics.v_correction) + step_now.epsilon);
  let weight = weights[i] - group.learning_rate * (update + group.weight_decay * weights[i]);
  let seed = (2u * u32(metrics.count) + 2u * ARENA) * ARENA_VEC4S + FIRST4 + i;
  m[i] = store_moments(first, seed);
  v[i] = store_moments(second, seed ^ 0x80000000u);
  weights[i] = weight;
  finish(i, weight);
}
