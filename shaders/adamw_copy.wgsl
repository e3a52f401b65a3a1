// AdamW over a span of an arena of f32 master weights whose compute copy has the storage type. Formula and grid: lib/adamw.wgsl
//   weights        in/out   [4·VEC4S elements] f32  =
//   m, v           in/out   [4·VEC4S elements]      =
//   copy           out      [4·VEC4S elements]      =
//   gradient       in       f32, as weights
//   metrics        in       see lib/metrics.wgsl
//   step           uniform
//#include "lib/step.wgsl"
//#include "lib/metrics.wgsl"
//#include "lib/parameter_groups.wgsl"
//#include "lib/scrambled.wgsl"
//#include "lib/moments_{METHOD}.wgsl"
//#include "lib/adamw.wgsl"
@group(0) @binding(0) var<storage, read_write> weights: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read_write> m: array<Moments4>;
@group(0) @binding(2) var<storage, read_write> v: array<Moments4>;
@group(0) @binding(3) var<storage, read_write> copy: array<copy_vec4>;
@group(0) @binding(4) var<storage, read> gradient: array<vec4<f32>>;
@group(0) @binding(5) var<storage, read> metrics: Metrics;
@group(0) @binding(6) var<uniform> step_now: Step;

fn finish(i: u32, weight: vec4<f32>) {
  copy[i] = store_copy(weight);
}
