// Muon's update of one matrix of weights that kernels read as they are. Formula and grid: lib/muon_update.wgsl
//   weights  in/out   [4·FIRST4 + 4·VEC4S elements] f32  =
//   x        in       [4·VEC4S elements] f32   orthogonal
//   metrics  in       see lib/metrics.wgsl
//   step     uniform
//#include "lib/step.wgsl"
//#include "lib/metrics.wgsl"
//#include "lib/muon_update.wgsl"
@group(0) @binding(0) var<storage, read_write> weights: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read> x: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> metrics: Metrics;
@group(0) @binding(3) var<uniform> step_now: Step;

fn finish(i: u32, weight: vec4<f32>) {}
