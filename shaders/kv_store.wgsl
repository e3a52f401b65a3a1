// Copies the k and v columns of one sequence's rows into its cache: cache[position + t, :] = qkv[t, columns]
//   keys, values  out  [CAPACITY, KV·headSize]  =   rows from position on; rows beyond the capacity are not written
//   qkv           in   [ROWS, q|k|v]
//   step          uniform                           position of the first row
// Grid: one invocation a vec4 of a row's k and v.
//#include "lib/step.wgsl"
@group(0) @binding(0) var<storage, read_write> keys: array<Stored4>;
@group(0) @binding(1) var<storage, read_write> values: array<Stored4>;
@group(0) @binding(2) var<storage, read> qkv: array<Stored4>;
@group(0) @binding(3) var<uniform> step_now: Step;

override ROWS: u32;
override CAPACITY: u32;
override WIDTH4: u32;  // vec4s of k in a row, and of v
override QKV_STRIDE4: u32;
override K_COLUMN4: u32;
override V_COLUMN4: u32;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  let index = (group.x + group.y * groups.x) * 64u + lane;
  let i = index % WIDTH4;
  let row = index / WIDTH4;
  if (row >= ROWS || step_now.position + row >= CAPACITY) {
    return;
  }
  let to = (step_now.position + row) * WIDTH4 + i;
  keys[to] = qkv[row * QKV_STRIDE4 + K_COLUMN4 + i];
  values[to] = qkv[row * QKV_STRIDE4 + V_COLUMN4 + i];
}
