// Rotary position embedding (lib/rotate.wgsl), in place on the q and k columns of q|k|v
//   qkv     out  [ROWS, q|k|v]            in place
//   tables  in   [CONTEXT, headSize] f32
//   step    uniform                       position of the first row
// Grid: one invocation a vec4 of q or k of a row, folded.
//#include "lib/rotate.wgsl"
//#include "lib/step.wgsl"
@group(0) @binding(0) var<storage, read_write> qkv: array<Stored4>;
@group(0) @binding(1) var<storage, read> tables: array<vec4<f32>>;
@group(0) @binding(2) var<uniform> step_now: Step;

override ROWS: u32;
override ROTATED4: u32;  // vec4s of q and k together
override HEAD4: u32;
override STRIDE4: u32;
override CONTEXT: u32;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  let index = (group.x + group.y * groups.x) * 64u + lane;
  let row = index / ROTATED4;
  let column4 = index % ROTATED4;
  if (row >= ROWS) {
    return;
  }
  let at = row * STRIDE4 + column4;
  let position = min(step_now.position + row, CONTEXT - 1u);
  qkv[at] = store4(rotate(load4(qkv[at]), tables[position * HEAD4 + column4 % HEAD4]));
}
