// The vec4s of a row that an invocation owns: the lane-th and every WORKGROUP_SIZE-th after it, OWN at most. Sums of few are held
// in registers, in loops of one length, which compilers unroll; sums of many lie in memory.
const ARE_HELD = OWN <= 8u;
const HELD = select(1u, OWN, ARE_HELD);

fn owned(vec4s: u32, lane: u32) -> u32 {
  if (ARE_HELD) {
    return OWN;
  }
  return (vec4s + WORKGROUP_SIZE - 1u - lane) / WORKGROUP_SIZE;
}
