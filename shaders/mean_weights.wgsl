// The running mean of the weights of one arena over steps, with the share of the newest, 1 / n at the n-th:
//   mean += share · (weights − mean);  with a share of 1 it is the weights, whatever it was before
//   mean     in/out  [4·VEC4S elements] f32  =
//   weights  in      [4·VEC4S elements] f32
//   newest   uniform
// Grid: one invocation a vec4, folded into two dimensions.
@group(0) @binding(0) var<storage, read_write> mean: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read> weights: array<vec4<f32>>;
@group(0) @binding(2) var<uniform> newest: Newest;

struct Newest {
  share: f32,
}

override VEC4S: u32;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let i = id.x + id.y * groups.x * 64u;
  if (i >= VEC4S) {
    return;
  }
  if (newest.share == 1.0) {
    mean[i] = weights[i];
  } else {
    mean[i] += newest.share * (weights[i] - mean[i]);
  }
}
