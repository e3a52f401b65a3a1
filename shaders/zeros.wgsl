// result = 0
//   result  out  [4·VEC4S elements] f32  =
// Grid: one invocation a vec4, folded into two dimensions.
@group(0) @binding(0) var<storage, read_write> result: array<vec4<f32>>;

override VEC4S: u32;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let i = id.x + id.y * groups.x * 64u;
  if (i < VEC4S) {
    result[i] = vec4<f32>(0.0);
  }
}
