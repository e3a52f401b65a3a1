// Product of one row with the whole sum over k in one invocation, without workgroup memory or barriers: what software
// adapters want. Formula and bindings: the shader that includes it
// Grid: one invocation four outputs, folded into two dimensions.
@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  let four = (group.x + group.y * groups.x) * WORKGROUP_SIZE + lane;
  if (four >= OUT_STRIDE4) {
    return;
  }
  var sums = Sums();
  for (var k4 = 0u; k4 < B_STRIDE4; k4++) {
    sums = add_products(sums, four, k4);
  }
  finish_four(four, sums);
}
