// One row of attention whose invocations compare scores and add them up through workgroup memory.
//#include "lib/workgroup_sum.wgsl"
//#include "lib/workgroup_max.wgsl"
@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  attend(group.x, lane);
}
