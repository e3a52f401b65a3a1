// Muon's update of one matrix of f32 master weights whose compute copy has the storage type. Formula and grid:
// lib/muon_update.wgsl
//   weights  in/out   [4·FIRST4 + 4·VEC4S elements] f32  =
//   copy     out      [4·FIRST4 + 4·VEC4S elements]      =
//   x        in       [4·VEC4S elements] f32   orthogonal
//   metrics  in       see lib/metrics.wgsl
//   step     uniform
//#include "lib/step.wgsl"
//#include "lib/metrics.wgsl"
//#include "lib/muon_update.wgsl"
@group(0) @binding(0) var<storage, read_write> weights: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read_write> copy: array<copy_vec4>;
@group(0) @binding(2) var<storage, read> x: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read> metrics: Metrics;
@group(0) @binding(4) var<uniform> step_now: Step;

fn finish(i: u32, weight: vec4<f32>) {
  copy[i] = store_copy(weight);
}
