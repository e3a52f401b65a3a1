// Adds the rows of a matrix, block by block: sums[block, :] (+)= Σ over the block's rows of x[row, :]
//   sums  out  [blocks, cols] f32  = or += (ACCUMULATE)
//   x     in   [ROWS, cols]
// Grid: one workgroup COLUMNS vec4s of columns of a block of BLOCK rows, folded into two dimensions. One invocation adds every
// STRANDS-th row of a vec4 of columns, and the first of each column then adds up the strands, so the result is the same every time.
@group(0) @binding(0) var<storage, read_write> sums: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read> x: array<x_vec4>;

override ROWS: u32;
override STRIDE4: u32;
override BLOCK: u32;
override ACCUMULATE: u32;

var<workgroup> strands: array<vec4<f32>, COLUMNS * STRANDS>;

@compute @workgroup_size(COLUMNS * STRANDS)
fn main(@builtin(workgroup_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  let group = id.x + id.y * groups.x;
  let groups_across = (STRIDE4 + COLUMNS - 1u) / COLUMNS;
  let block = group / groups_across;
  let column = group % groups_across * COLUMNS + lane % COLUMNS;
  let strand = lane / COLUMNS;
  let first = block * BLOCK;
  if (first >= ROWS) {
    return;
  }
  let at = block * STRIDE4 + column;
  var sum = vec4<f32>(0.0);
  if (column < STRIDE4) {
    if (ACCUMULATE == 1u && strand == 0u) {
      sum = sums[at];
    }
    for (var row = first + strand; row < min(first + BLOCK, ROWS); row += STRANDS) {
      sum += load_x(x[row * STRIDE4 + column]);
    }
  }
  if (STRANDS > 1u) {
    strands[lane] = sum;
    workgroupBarrier();
    if (strand == 0u) {
      for (var other = 1u; other < STRANDS; other++) {
        sum += strands[other * COLUMNS + lane];
      }
    }
  }
  if (strand == 0u && column < STRIDE4) {
    sums[at] = sum;
  }
}
