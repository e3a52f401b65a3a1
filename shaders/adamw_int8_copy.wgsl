// AdamW with moments in 8 bits over a span of an arena of f32 master weights whose compute copy has the storage type.
// Formula and grid: lib/adamw_int8.wgsl
//   weights   in/out   [256·BLOCKS elements] f32  =
//   m, v      in/out   [256·BLOCKS elements] 8 bits, four in a u32  =
//   scales    in/out   [2, ARENA_BLOCKS] f32  =   the largest |m| of each block, then the largest v
//   copy      out      [256·BLOCKS elements]      =
//   gradient  in       f32, as weights
//   metrics   in       see lib/metrics.wgsl
//   step      uniform
//#include "lib/step.wgsl"
//#include "lib/metrics.wgsl"
//#include "lib/parameter_groups.wgsl"
//#include "lib/workgroup_max.wgsl"
//#include "lib/scrambled.wgsl"
//#include "lib/moments_int8.wgsl"
//#include "lib/adamw_int8.wgsl"
@group(0) @binding(0) var<storage, read_write> weights: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read_write> m: array<u32>;
@group(0) @binding(2) var<storage, read_write> v: array<u32>;
@group(0) @binding(3) var<storage, read_write> scales: array<f32>;
@group(0) @binding(4) var<storage, read_write> copy: array<copy_vec4>;
@group(0) @binding(5) var<storage, read> gradient: array<vec4<f32>>;
@group(0) @binding(6) var<storage, read> metrics: Metrics;
@group(0) @binding(7) var<uniform> step_now: Step;

fn finish(i: u32, weight: vec4<f32>) {
  copy[i] = store_copy(weight);
}
