// Product of one row with the sum over k shared by a workgroup, as in lib/gemv_tiled.wgsl, but added up within subgroups (of any
// size) without workgroup memory: one barrier instead of one for each halving. Formula and bindings: the shader that includes it
// Grid: one workgroup four outputs, folded into two dimensions.
var<workgroup> parts: array<Sums, WORKGROUP_SIZE / 4u>;  // no subgroup has fewer than four invocations

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) lane: u32,
  @builtin(subgroup_id) subgroup: u32,
  @builtin(num_subgroups) subgroups: u32,
  @builtin(subgroup_invocation_id) place: u32,
) {
  let four = group.x + group.y * groups.x;
  if (four >= OUT_STRIDE4) {
    return;
  }
  let part = subgroup_sums(shared_sums(four, lane));
  if (place == 0u) {
    parts[subgroup] = part;
  }
  workgroupBarrier();
  if (lane == 0u) {
    var total = parts[0];
    for (var i = 1u; i < subgroups; i++) {
      total += parts[i];
    }
    finish_four(four, total);
  }
}
