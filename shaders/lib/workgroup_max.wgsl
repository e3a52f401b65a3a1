// Largest of one f32 per invocation over a workgroup of WORKGROUP_SIZE (const, multiple of 4), the same for all.
// Call it from uniform control flow.
var<workgroup> candidates: array<f32, WORKGROUP_SIZE>;

fn workgroup_max(candidate: f32, lane: u32) -> f32 {
  candidates[lane] = candidate;
  workgroupBarrier();
  var largest = vec4<f32>(candidates[0]);
  for (var i = 0u; i < WORKGROUP_SIZE; i += 4u) {
    largest = max(largest, vec4<f32>(candidates[i], candidates[i + 1u], candidates[i + 2u], candidates[i + 3u]));
  }
  workgroupBarrier();
  return max(max(largest.x, largest.y), max(largest.z, largest.w));
}
