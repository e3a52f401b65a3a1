// Keys and values of one sequence's rows put where decoding finds them:
//   keys[position + t, :] = k columns of row t,  values[position + t, :] = its v columns;  rows beyond CAPACITY are not written
//   keys, values  out  [CAPACITY, KV·headSize]  =
//   qkv           in   [ROWS, q|k|v]
//   step          uniform                       position of the first row in the cache
// Grid: one invocation a vec4 of a row of k|v, folded into two dimensions.
//#include "lib/step.wgsl"
@group(0) @binding(0) var<storage, read_write> keys: array<keys_vec4>;
@group(0) @binding(1) var<storage, read_write> values: array<values_vec4>;
@group(0) @binding(2) var<storage, read> qkv: array<qkv_vec4>;
@group(0) @binding(3) var<uniform> step_now: Step;

override ROWS: u32;
override CAPACITY: u32;
override Q_WIDTH4: u32;  // vec4s of q in a row
override K_WIDTH4: u32;  // of k, and of v

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  let index = (group.x + group.y * groups.x) * 64u + lane;
  let row = index / (2u * K_WIDTH4);
  let column4 = index % (2u * K_WIDTH4);
  let place = step_now.position + row;
  if (row >= ROWS || place >= CAPACITY) {
    return;
  }
  let held = load_qkv(qkv[row * (Q_WIDTH4 + 2u * K_WIDTH4) + Q_WIDTH4 + column4]);
  if (column4 < K_WIDTH4) {
    keys[place * K_WIDTH4 + column4] = store_keys(held);
  } else {
    values[place * K_WIDTH4 + column4 - K_WIDTH4] = store_values(held);
  }
}
