// Embedding: out[r, :] = table[tokens[r], :]
//   out     out  [rows, cols]  =
//   tokens  in   [rows] i32, each below the rows of table
//   table   in   [vocab, cols]
// Grid: one invocation a vec4 of out, folded into two dimensions.
@group(0) @binding(0) var<storage, read_write> out: array<Stored4>;
@group(0) @binding(1) var<storage, read> tokens: array<i32>;
@group(0) @binding(2) var<storage, read> table: array<Stored4>;

override ROWS: u32;
override STRIDE4: u32;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let i = id.x + id.y * groups.x * 64u;
  if (i >= ROWS * STRIDE4) {
    return;
  }
  out[i] = table[u32(tokens[i / STRIDE4]) * STRIDE4 + i % STRIDE4];
}
