// Rotary position embedding (Su et al. 2021), rotate-half layout, in place on the q and k columns of q|k|v. Position p,
// pair i of a head's first and second half:
//   (x[i], x[i + half]) = (x[i] · cos − x[i + half] · sin,  x[i + half] · cos + x[i] · sin),  angle p · θ^(−2i / headSize)
// SIGN −1 turns backwards, which is the gradient.
//   qkv     out  [rows, q|k|v]            in place
//   tables  in   [CONTEXT, headSize] f32  cosines, then sines, of each position
//   step    uniform                       position of the first row of each sequence
// Grid: an invocation owns SPAN vec4s of one row, PITCH apart, that hold whole pairs: two vec4s where the halves of a
// head are made of vec4s, else the whole head. PARTS of them make a head.
//#include "lib/step.wgsl"
@group(0) @binding(0) var<storage, read_write> qkv: array<Stored4>;
@group(0) @binding(1) var<storage, read> tables: array<f32>;
@group(0) @binding(2) var<uniform> step_now: Step;

override ROWS: u32;
override SEQ: u32;
override ROTATED: u32;  // heads of q and k together, which lie side by side
override PARTS: u32;
override STRIDE4: u32;
override HEAD_SIZE: u32;
override PITCH: u32;
override CONTEXT: u32;
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
  let cosines = min(step_now.position + row % SEQ, CONTEXT - 1u) * HEAD_SIZE + part * 4u;
  var x: array<f32, SPAN * 4u>;
  for (var i = 0u; i < SPAN; i++) {
    let four = load4(qkv[base + i * PITCH]);
    x[i * 4u] = four.x;
    x[i * 4u + 1u] = four.y;
    x[i * 4u + 2u] = four.z;
    x[i * 4u + 3u] = four.w;
  }
  for (var i = 0u; i < SPAN * 2u; i++) {
    let c = tables[cosines + i];
    let s = SIGN * tables[cosines + HEAD_SIZE / 2u + i];
    let first = x[i];
    let second = x[i + SPAN * 2u];
    x[i] = first * c - second * s;
    x[i + SPAN * 2u] = second * c + first * s;
  }
  for (var i = 0u; i < SPAN; i++) {
    qkv[base + i * PITCH] = store4(vec4<f32>(x[i * 4u], x[i * 4u + 1u], x[i * 4u + 2u], x[i * 4u + 3u]));
  }
}
