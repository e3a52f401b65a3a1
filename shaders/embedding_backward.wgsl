// Gradient of the embedding table: dtable[t − FIRST, :] += Σ over rows r with tokens[r] = t of dout[r, :], for the tokens t that
// the table holds, FIRST ≤ t < FIRST + TABLE_ROWS
//   dtable   out  [TABLE_ROWS, cols] f32  +=   part of the vocabulary, or all of it
//   dout     in   [rows, cols]
//   scatter  in   [3·rows + 2] u32: n distinct tokens; ids[rows]; starts[rows + 1]; order[rows]. The rows of ids[k] are
//                 order[starts[k]] … order[starts[k + 1] − 1], ascending, so additions keep one order and need no atomics
// Grid: one invocation a distinct token and vec4 of columns; launched for `rows` distinct tokens, the most there can be.
@group(0) @binding(0) var<storage, read_write> dtable: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read> dout: array<dout_vec4>;
@group(0) @binding(2) var<storage, read> scatter: array<u32>;

override ROWS: u32;
override STRIDE4: u32;
override FIRST: u32;
override TABLE_ROWS: u32;

const IDS = 1u;
override STARTS = 1u + ROWS;
override ORDER = 2u + 2u * ROWS;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let i = id.x + id.y * groups.x * 64u;
  let k = i / STRIDE4;
  if (k >= scatter[0]) {
    return;
  }
  let table_row = scatter[IDS + k] - FIRST;  // wraps round below FIRST, and is beyond the table too
  if (table_row >= TABLE_ROWS) {
    return;
  }
  let column = i % STRIDE4;
  let at = table_row * STRIDE4 + column;
  var sum = dtable[at];
  let end = scatter[STARTS + k + 1u];
  for (var next = scatter[STARTS + k]; next < end; next++) {
    sum += load_dout(dout[scatter[ORDER + next] * STRIDE4 + column]);
  }
  dtable[at] = sum;
}
