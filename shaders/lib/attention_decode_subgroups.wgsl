// One row of attention whose invocations compare scores and add them up within subgroups (of any size) first. Each of a subgroup
// then has what all have, from one number of each subgroup: WORKGROUP_SIZE is a multiple of four, and no subgroup is smaller.
var<workgroup> parts: array<f32, WORKGROUP_SIZE / 4u>;
var<private> subgroup: u32;
var<private> subgroups: u32;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(local_invocation_index) lane: u32,
  @builtin(subgroup_id) own_subgroup: u32,
  @builtin(num_subgroups) num_subgroups: u32,
) {
  subgroup = own_subgroup;
  subgroups = num_subgroups;
  attend(group.x, lane);
}

fn workgroup_sum(part: f32, lane: u32) -> f32 {
  let own = subgroupAdd(part);
  if (subgroupElect()) {
    parts[subgroup] = own;
  }
  workgroupBarrier();
  var sum = 0.0;
  for (var i = 0u; i < subgroups; i++) {
    sum += parts[i];
  }
  workgroupBarrier();
  return sum;
}

fn workgroup_max(candidate: f32, lane: u32) -> f32 {
  let own = subgroupMax(candidate);
  if (subgroupElect()) {
    parts[subgroup] = own;
  }
  workgroupBarrier();
  var largest = parts[0];
  for (var i = 1u; i < subgroups; i++) {
    largest = max(largest, parts[i]);
  }
  workgroupBarrier();
  return largest;
}
