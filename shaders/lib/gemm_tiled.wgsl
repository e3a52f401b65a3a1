// Matrix product by tiles staged in workgroup memory: what GPUs want. A workgroup computes TILE_ROWS × TILE_COLUMNS (const)
// outputs; per step of TILE_K k (const) it loads what they need from storage once, and each value staged is then read by all
// invocations of its row or column. How values are staged (Staged4) is said by gemm_tiled_f32.wgsl or gemm_tiled_f16.wgsl.
//   - Staged by k: row k of a_tile is TILE_ROWS values of a, row k of b_tile TILE_COLUMNS of b. The inner loop reads four
//     vec4s for 64 multiply-adds, whichever way the operands are stored.
//   - While a step is computed, the next one is already on its way into registers: each invocation carries at most one 4×4
//     block. With two BUFFERS (const) it is staged beside the tiles that others still read: one barrier a step, not two.
//   - Eight invocations side by side carry blocks of the same k, side by side in the tiles, which go to different banks; the
//     next eight carry those further along k, so that together they read whole pieces of memory where k runs along it.
//   - 32 invocations side by side, which run together on most cards, are 4 × 8 of the tile's, so that they read few values
//     of each operand; pairs share values of b, and pairs of every other one values of a, which NVIDIA's cards read at once.
//   - An invocation's quarters lie half a tile apart, so that neighbours read neighbouring vec4s of the tiles.
//   - Tiles are walked down GROUPED rows of tiles, then across, so that those under way share what they read of both operands.
// No index of the tiles needs a bound at run time: all follow from constants and the invocation's number.
// Grid: one workgroup a tile, part by part, folded. Both tiles take (TILE_ROWS + TILE_COLUMNS) · TILE_K · BUFFERS values: 16 KiB
// are to be had everywhere. Their blocks are at most as many as invocations: TILE_K is 8, or 16 for tiles of 128×128.
const GROUPED = 8u;
const STEP4 = TILE_K / 4u;
const HALF4 = TILE_COLUMNS / 8u;
const THREADS = TILE_ROWS * TILE_COLUMNS / 64u;
const A_BLOCKS = TILE_ROWS / 4u * STEP4;
const B_BLOCKS = TILE_COLUMNS / 4u * STEP4;

const A_ROW = TILE_ROWS / 4u;
const B_ROW = TILE_COLUMNS / 4u;

var<workgroup> a_tile: array<Staged4, BUFFERS * TILE_K * A_ROW>;
var<workgroup> b_tile: array<Staged4, BUFFERS * TILE_K * B_ROW>;

@compute @workgroup_size(THREADS)
fn main(@builtin(workgroup_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  let tile = id.x + id.y * groups.x;
  let tiles_down = (M + TILE_ROWS - 1u) / TILE_ROWS;
  let tiles_across = (N + TILE_COLUMNS - 1u) / TILE_COLUMNS;
  let part = tile / (tiles_down * tiles_across);
  if (part * PART >= K) {
    return;
  }
  let group_row = tile % (tiles_down * tiles_across) / (GROUPED * tiles_across) * GROUPED;
  let group_rows = min(GROUPED, tiles_down - group_row);
  let in_group = tile % (tiles_down * tiles_across) - group_row * tiles_across;
  let tile_row4 = (group_row + in_group % group_rows) * TILE_ROWS / 4u;
  let tile_column4 = in_group / group_rows * TILE_COLUMNS / 4u;
  let down = lane / 32u / (TILE_COLUMNS / 64u) * 4u + lane % 2u + lane / 16u % 2u * 2u;
  let across = lane / 32u % (TILE_COLUMNS / 64u) * 8u + lane / 2u % 8u;
  let end = min(K, (part + 1u) * PART);
  var block: Block;
  var k4 = part * PART / 4u;
  var carried = fetch(lane, tile_row4, tile_column4, k4, end);
  for (var step = 0u; 4u * k4 < end; step++) {
    let buffer = step % BUFFERS;
    if (BUFFERS == 1u) {
      workgroupBarrier();
    }
    stage(lane, buffer, carried);
    workgroupBarrier();
    k4 += STEP4;
    carried = fetch(lane, tile_row4, tile_column4, k4, end);
    let a_at = buffer * TILE_K * A_ROW + down;
    let b_at = buffer * TILE_K * B_ROW + across;
    for (var k = 0u; k < TILE_K; k++) {
      let top = vec4<f32>(a_tile[a_at + k * A_ROW]);
      let bottom = vec4<f32>(a_tile[a_at + A_ROW / 2u + k * A_ROW]);
      let left = vec4<f32>(b_tile[b_at + k * B_ROW]);
      let right = vec4<f32>(b_tile[b_at + B_ROW / 2u + k * B_ROW]);
      block.top_left = add_outer_product(block.top_left, top, left);
      block.top_right = add_outer_product(block.top_right, top, right);
      block.bottom_left = add_outer_product(block.bottom_left, bottom, left);
      block.bottom_right = add_outer_product(block.bottom_right, bottom, right);
    }
  }
  let row = 4u * (tile_row4 + down);
  let column4 = tile_column4 + across;
  finish_pair(part * M, row, column4, block.top_left, block.top_right);
  finish_pair(part * M, row + TILE_ROWS / 2u, column4, block.bottom_left, block.bottom_right);
}

// The block that an invocation carries from storage to the tiles in the step that starts at first_k4; zeros from `end` on, which
// only steps that reach over it have: the one after the last is not staged. Invocations beyond the blocks carry the last one.
fn fetch(lane: u32, tile_row4: u32, tile_column4: u32, first_k4: u32, end: u32) -> mat4x4<f32> {
  let wanted = first_k4 + lane / 8u % STEP4;
  let k4 = min(wanted, (end - 1u) / 4u);
  if ((K % TILE_K != 0u || PART % TILE_K != 0u) && wanted != k4) {
    return mat4x4<f32>();
  }
  if (lane < A_BLOCKS) {
    return a_block(tile_row4 + place_of(lane), k4);
  }
  return b_block(tile_column4 + place_of(min(lane - A_BLOCKS, B_BLOCKS - 1u)), k4);
}

fn stage(lane: u32, buffer: u32, carried: mat4x4<f32>) {
  let k = buffer % BUFFERS * TILE_K + 4u * (lane / 8u % STEP4);
  if (lane < A_BLOCKS) {
    let at = k * A_ROW + place_of(lane) % A_ROW;
    a_tile[at] = Staged4(carried[0]);
    a_tile[at + A_ROW] = Staged4(carried[1]);
    a_tile[at + 2u * A_ROW] = Staged4(carried[2]);
    a_tile[at + 3u * A_ROW] = Staged4(carried[3]);
  } else if (lane < A_BLOCKS + B_BLOCKS) {
    let at = k * B_ROW + place_of(lane - A_BLOCKS) % B_ROW;
    b_tile[at] = Staged4(carried[0]);
    b_tile[at + B_ROW] = Staged4(carried[1]);
    b_tile[at + 2u * B_ROW] = Staged4(carried[2]);
    b_tile[at + 3u * B_ROW] = Staged4(carried[3]);
  }
}

// Where in a row of its tile the n-th block of an operand lies.
fn place_of(n: u32) -> u32 {
  return n / (8u * STEP4) * 8u + n % 8u;
}
