// Rotary position embedding of one sequence's rows of q|k|v, with keys and values put where decoding finds them; formula and
// parts: lib/rope.wgsl. Row t stands at step.position + t; its own k and v columns stay as they are.
//   qkv[t, q columns]                              turned in place
//   keys[position + t, :] = k columns turned,  values[position + t, :] = v columns;  rows beyond CAPACITY are not written
//   qkv           out  [ROWS, q|k|v]             in place
//   keys, values  out  [CAPACITY, KV·headSize]   =
//   tables        in   [CONTEXT, headSize] f32   cosines, then sines, of each position
//   step          uniform                        position of the first row
// Grid: one invocation a part of a head of q, k or v of one row, folded into two dimensions.
//#include "lib/rope.wgsl"
//#include "lib/step.wgsl"
@group(0) @binding(0) var<storage, read_write> qkv: array<Stored4>;
@group(0) @binding(1) var<storage, read_write> keys: array<Stored4>;
@group(0) @binding(2) var<storage, read_write> values: array<Stored4>;
@group(0) @binding(3) var<storage, read> tables: array<f32>;
@group(0) @binding(4) var<uniform> step_now: Step;

override ROWS: u32;
override CAPACITY: u32;
override HEADS: u32;
override KV_HEADS: u32;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  let index = (group.x + group.y * groups.x) * 64u + lane;
  let part = index % PARTS;
  let head = index / PARTS % (HEADS + 2u * KV_HEADS);
  let row = index / PARTS / (HEADS + 2u * KV_HEADS);
  if (row >= ROWS) {
    return;
  }
  let head4 = HEAD_SIZE / 4u;
  let position = step_now.position + row;
  let base = row * STRIDE4 + head * head4 + part;
  if (head < HEADS) {
    let x = turned(part_at(base), part, position, 1.0);
    for (var i = 0u; i < SPAN; i++) {
      qkv[base + i * PITCH] = four_of(x, i);
    }
  } else if (position < CAPACITY) {
    let cached = (position * KV_HEADS + (head - HEADS) % KV_HEADS) * head4 + part;
    if (head < HEADS + KV_HEADS) {
      let x = turned(part_at(base), part, position, 1.0);
      for (var i = 0u; i < SPAN; i++) {
        keys[cached + i * PITCH] = four_of(x, i);
      }
    } else {
      for (var i = 0u; i < SPAN; i++) {
        values[cached + i * PITCH] = qkv[base + i * PITCH];
      }
    }
  }
}
