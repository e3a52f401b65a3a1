// Product of one row with the sum over k shared by a workgroup: what GPUs want. Neighbours read neighbouring vec4s of the
// same rows, so that each weight is read once and in whole cache lines. Formula and bindings: the shader that includes it
// Grid: one workgroup four outputs, folded into two dimensions.
var<workgroup> parts: array<Sums, WORKGROUP_SIZE>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  let four = group.x + group.y * groups.x;
  if (four >= OUT_STRIDE4) {
    return;
  }
  parts[lane] = shared_sums(four, lane);
  for (var others = WORKGROUP_SIZE / 2u; others > 0u; others /= 2u) {
    workgroupBarrier();
    if (lane < others) {
      parts[lane] += parts[lane + others];
    }
  }
  if (lane == 0u) {
    finish_four(four, parts[0]);
  }
}
