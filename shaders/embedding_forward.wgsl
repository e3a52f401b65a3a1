// Embedding: out[r, :] = table[tokens[r] − FIRST, :] for the rows r whose token the table holds, FIRST ≤ token < FIRST + TABLE_ROWS
//   out     out  [rows, cols]  =   in those rows; others are left to the table's other parts
//   tokens  in   [rows] i32
//   table   in   [TABLE_ROWS, cols]  part of the vocabulary, or all of it
// Grid: one invocation a vec4 of out, folded into two dimensions.
@group(0) @binding(0) var<storage, read_write> out: array<out_vec4>;
@group(0) @binding(1) var<storage, read> tokens: array<i32>;
@group(0) @binding(2) var<storage, read> table: array<table_vec4>;

override ROWS: u32;
override STRIDE4: u32;
override FIRST: u32;
override TABLE_ROWS: u32;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let i = id.x + id.y * groups.x * 64u;
  if (i >= ROWS * STRIDE4) {
    return;
  }
  let row = u32(tokens[i / STRIDE4]) - FIRST;  // wraps round below FIRST, and is beyond the table too
  if (row < TABLE_ROWS) {
    out[i] = store_out(load_table(table[row * STRIDE4 + i % STRIDE4]));
  }
}
