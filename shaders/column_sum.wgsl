// Adds the rows of a matrix, block by block: sums[block, :] (+)= Σ over the block's rows of x[row, :]
//   sums  out  [blocks, cols] f32  = or += (ACCUMULATE)
//   x     in   [ROWS, cols]
// Grid: one workgroup 64 vec4s of columns of a block of BLOCK rows, folded into two dimensions. One invocation adds a vec4 of
// columns row by row, so the result is the same every time.
@group(0) @binding(0) var<storage, read_write> sums: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read> x: array<x_vec4>;

override ROWS: u32;
override STRIDE4: u32;
override BLOCK: u32;
override ACCUMULATE: u32;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  let group = id.x + id.y * groups.x;
  let groups_across = (STRIDE4 + 63u) / 64u;
  let block = group / groups_across;
  let column = group % groups_across * 64u + lane;
  let first = block * BLOCK;
  if (first >= ROWS || column >= STRIDE4) {
    return;
  }
  let at = block * STRIDE4 + column;
  var sum = vec4<f32>(0.0);
  if (ACCUMULATE == 1u) {
    sum = sums[at];
  }
  for (var row = first; row < min(first + BLOCK, ROWS); row++) {
    sum += load_x(x[row * STRIDE4 + column]);
  }
  sums[at] = sum;
}
