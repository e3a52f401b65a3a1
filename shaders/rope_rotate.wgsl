// Rotary position embedding in place on the q and k columns of q|k|v; formula and parts: lib/rope.wgsl. SIGN −1 turns
// backwards, which is the gradient.
//   qkv     out  [rows, q|k|v]            in place
//   tables  in   [CONTEXT, headSize] f32  cosines, then sines, of each position
//   step    uniform                       position of the first row of each sequence
// Grid: one invocation a part of a head of one row, folded into two dimensions.
//#include "lib/rope.wgsl"
//#include "lib/step.wgsl"
@group(0) @binding(0) var<storage, read_write> qkv: array<Stored4>;
@group(0) @binding(1) var<storage, read> tables: array<f32>;
@group(0) @binding(2) var<uniform> step_now: Step;

override ROWS: u32;
override SEQ: u32;
override ROTATED: u32;  // heads of q and k together, which lie side by side
override SIGN: f32;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  let index = (group.x + group.y * groups.x) * 64u + lane;
  let part = index % PARTS;
  let head = index / PARTS % ROTATED;
  let row = index / PARTS / ROTATED;
  if (row >= ROWS) {
    return;
  }
  let base = row * STRIDE4 + head * (HEAD_SIZE / 4u) + part;
  let x = turned(part_at(base), part, step_now.position + row % SEQ, SIGN);
  for (var i = 0u; i < SPAN; i++) {
    qkv[base + i * PITCH] = four_of(x, i);
  }
}
