// Queries and keys of one sequence's rows rotated by their positions (lib/rotate.wgsl), with keys and values put where decoding
// finds them. Row t goes to row step.position + t of the cache; its own k and v columns stay as they are.
//   qkv[t, q columns]                              rotated in place
//   keys[position + t, :] = k columns rotated,  values[position + t, :] = v columns;  rows beyond CAPACITY are not written
//   qkv           out  [ROWS, q|k|v]             in place
//   keys, values  out  [CAPACITY, KV·headSize]   =
//   tables        in   [CONTEXT, headSize] f32   see lib/rotate.wgsl
//   positions     in   [ROWS] i32
//   step          uniform                        position of the first row in the cache
// Grid: one invocation a vec4 of a row of q|k|v, folded into two dimensions.
//#include "lib/rotate.wgsl"
//#include "lib/step.wgsl"
@group(0) @binding(0) var<storage, read_write> qkv: array<qkv_vec4>;
@group(0) @binding(1) var<storage, read_write> keys: array<keys_vec4>;
@group(0) @binding(2) var<storage, read_write> values: array<values_vec4>;
@group(0) @binding(3) var<storage, read> tables: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read> positions: array<i32>;
@group(0) @binding(5) var<uniform> step_now: Step;

override ROWS: u32;
override CAPACITY: u32;
override CONTEXT: u32;
override HEAD4: u32;
override Q_WIDTH4: u32;  // vec4s of q in a row
override K_WIDTH4: u32;  // of k, and of v

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  let index = (group.x + group.y * groups.x) * 64u + lane;
  let width4 = Q_WIDTH4 + 2u * K_WIDTH4;
  let row = index / width4;
  let column4 = index % width4;
  if (row >= ROWS) {
    return;
  }
  let angles = tables[min(u32(positions[row]), CONTEXT - 1u) * HEAD4 + column4 % HEAD4];
  let place = step_now.position + row;
  if (column4 < Q_WIDTH4) {
    qkv[index] = store_qkv(rotate(load_qkv(qkv[index]), angles));
  } else if (place < CAPACITY) {
    let to = place * K_WIDTH4 + (column4 - Q_WIDTH4) % K_WIDTH4;
    if (column4 < Q_WIDTH4 + K_WIDTH4) {
      keys[to] = store_keys(rotate(load_qkv(qkv[index]), angles));
    } else {
      values[to] = store_values(load_qkv(qkv[index]));
    }
  }
}
