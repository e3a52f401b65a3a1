// The read bandwidth of an adapter: what decoding is measured against. All invocations together read `data` once,
// neighbours reading neighbouring vec4s, and do next to nothing with it.
//   out   out  [invocations] f32                =   so that no compiler finds the work useless
//   data  in   [ROUNDS · invocations] vec4<f32>
// Grid: any number of workgroups in one dimension.
@group(0) @binding(0) var<storage, read_write> out: array<f32>;
@group(0) @binding(1) var<storage, read> data: array<vec4<f32>>;

override ROUNDS: u32;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  var sum = vec4<f32>(0.0);
  for (var round = 0u; round < ROUNDS; round++) {
    sum += data[id.x + round * groups.x * 64u];
  }
  out[id.x] = sum.x + sum.y + sum.z + sum.w;
}
