// Learned positions: y[r, :] = x[r, :] + table[positions[r], :]
//   y          out  [rows, cols]  =
//   x          in   [rows, cols]
//   positions  in   [rows] i32, below TABLE_ROWS
//   table      in   [TABLE_ROWS, cols]
// Grid: one invocation a vec4 of y, folded into two dimensions.
@group(0) @binding(0) var<storage, read_write> y: array<y_vec4>;
@group(0) @binding(1) var<storage, read> x: array<x_vec4>;
@group(0) @binding(2) var<storage, read> positions: array<i32>;
@group(0) @binding(3) var<storage, read> table: array<table_vec4>;

override ROWS: u32;
override STRIDE4: u32;
override TABLE_ROWS: u32;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let i = id.x + id.y * groups.x * 64u;
  if (i >= ROWS * STRIDE4) {
    return;
  }
  let row = min(u32(positions[i / STRIDE4]), TABLE_ROWS - 1u);
  y[i] = store_y(load_x(x[i]) + load_table(table[row * STRIDE4 + i % STRIDE4]));
}
