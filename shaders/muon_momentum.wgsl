// Momentum of Muon over a span of an arena of matrices (Nesterov's, as Jordan et al. 2024 have it), with
// g = gradient · metrics.gradient_scale:
//   m = momentum·m + g,  gradient = g + momentum·m
// Nothing is touched when metrics.is_finite is 0 (a gradient that is not finite).
//   m          in/out   [4·VEC4S elements]      =   held as lib/moments_f32.wgsl or lib/moments_bf16.wgsl say
//   gradient   in/out   [4·VEC4S elements] f32  =   afterwards what is to be orthogonalised
//   metrics    in       see lib/metrics.wgsl
// Grid: one invocation a vec4, folded into two dimensions.
//#include "lib/metrics.wgsl"
//#include "lib/scrambled.wgsl"
//#include "lib/moments_{METHOD}.wgsl"
@group(0) @binding(0) var<storage, read_write> m: array<Moments4>;
@group(0) @binding(1) var<storage, read_write> gradient: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> metrics: Metrics;

override VEC4S: u32;
override FIRST4: u32;       // the place of the first in the arena, which has ARENA_VEC4S
override ARENA_VEC4S: u32;
override ARENA: u32;
override MOMENTUM: f32;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let i = id.x + id.y * groups.x * WORKGROUP_SIZE;
  if (i >= VEC4S || metrics.is_finite == 0.0) {
    return;
  }
  let g = gradient[i] * metrics.gradient_scale;
  let moment = MOMENTUM * load_moments(m[i]) + g;
  gradient[i] = g + MOMENTUM * moment;
  m[i] = store_moments(moment, (2u * u32(metrics.count) + 2u * ARENA) * ARENA_VEC4S + FIRST4 + i);
}
