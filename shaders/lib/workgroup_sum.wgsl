// Sum of one f32 per invocation over a workgroup of WORKGROUP_SIZE (const, multiple of 4): one barrier, then every
// invocation adds all parts in the same order, so that all hold the same bits. Call it from uniform control flow.
var<workgroup> parts: array<f32, WORKGROUP_SIZE>;

fn workgroup_sum(part: f32, lane: u32) -> f32 {
  parts[lane] = part;
  workgroupBarrier();
  var sum = vec4<f32>(0.0);
  for (var i = 0u; i < WORKGROUP_SIZE; i += 4u) {
    sum += vec4<f32>(parts[i], parts[i + 1u], parts[i + 2u], parts[i + 3u]);
  }
  workgroupBarrier();
  return sum.x + sum.y + sum.z + sum.w;
}
