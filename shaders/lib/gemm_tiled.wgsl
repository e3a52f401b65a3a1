// Matrix product by tiles staged in workgroup memory: what GPUs want. A workgroup computes TILE_ROWS × TILE_COLUMNS (const)
// outputs; per step of eight k it loads what they need from storage once, and each value staged is then read by all
// invocations of its row or column. How values are staged (Staged4) is said by gemm_tiled_f32.wgsl or gemm_tiled_f16.wgsl.
//   - Staged by k: row k of a_tile is TILE_ROWS values of a, row k of b_tile TILE_COLUMNS of b. The inner loop reads four
//     vec4s for 64 multiply-adds, whichever way the operands are stored.
//   - While a step is computed, the next one is already on its way into registers: each invocation carries at most one
//     4×4 block, of a (the first ones), of b (the next) or nothing. Two neighbours carry the two blocks along k of the
//     same rows, which makes 32 bytes in one piece where k runs along memory.
//   - A row of a tile is one vec4 longer than needed: without it those neighbours would write to the same banks.
//   - An invocation's quarters lie half a tile apart, so that neighbours read neighbouring vec4s of the tiles.
// Grid: one workgroup a tile, tiles row by row, part by part, folded. For tiles from 64×64 (64 invocations, 4.25 KiB) to 128×128 (256
// invocations, 8.25 KiB), half of that staged as f16. Steps of sixteen k would take 128×128 in f32 beyond 16 KiB.
const STEP4 = 2u;
const HALF4 = TILE_COLUMNS / 8u;
const THREADS = TILE_ROWS * TILE_COLUMNS / 64u;
const A_BLOCKS = TILE_ROWS / 4u * STEP4;
const B_BLOCKS = TILE_COLUMNS / 4u * STEP4;
const A_ROW = TILE_ROWS / 4u + 1u;
const B_ROW = TILE_COLUMNS / 4u + 1u;

var<workgroup> a_tile: array<Staged4, 4u * STEP4 * A_ROW>;
var<workgroup> b_tile: array<Staged4, 4u * STEP4 * B_ROW>;

@compute @workgroup_size(THREADS)
fn main(@builtin(workgroup_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  let tile = id.x + id.y * groups.x;
  let tiles_across = (N + TILE_COLUMNS - 1u) / TILE_COLUMNS;
  let tiles_a_part = (M + TILE_ROWS - 1u) / TILE_ROWS * tiles_across;
  let part = tile / tiles_a_part;
  if (part * PART >= K) {
    return;
  }
  let tile_row4 = tile % tiles_a_part / tiles_across * TILE_ROWS / 4u;
  let tile_column4 = tile % tiles_across * TILE_COLUMNS / 4u;
  let first_k4 = part * PART / 4u;
  let across = lane % (TILE_COLUMNS / 8u);
  let down = lane / (TILE_COLUMNS / 8u);
  var block: Block;
  var carried = fetch(lane, tile_row4, tile_column4, first_k4);
  for (var k4 = first_k4; 4u * k4 < min(K, (part + 1u) * PART); k4 += STEP4) {
    stage(lane, carried);
    workgroupBarrier();
    carried = fetch(lane, tile_row4, tile_column4, k4 + STEP4);
    for (var k = 0u; k < 4u * STEP4; k++) {
      let top = vec4<f32>(a_tile[k * A_ROW + down]);
      let bottom = vec4<f32>(a_tile[k * A_ROW + TILE_ROWS / 8u + down]);
      let left = vec4<f32>(b_tile[k * B_ROW + across]);
      let right = vec4<f32>(b_tile[k * B_ROW + HALF4 + across]);
      block.top_left = add_outer_product(block.top_left, top, left);
      block.top_right = add_outer_product(block.top_right, top, right);
      block.bottom_left = add_outer_product(block.bottom_left, bottom, left);
      block.bottom_right = add_outer_product(block.bottom_right, bottom, right);
    }
    workgroupBarrier();
  }
  let row = 4u * (tile_row4 + down);
  let column4 = tile_column4 + across;
  finish_pair(part * M, row, column4, block.top_left, block.top_right);
  finish_pair(part * M, row + TILE_ROWS / 2u, column4, block.bottom_left, block.bottom_right);
}

// The block that an invocation carries from storage to the tiles in the step that starts at k4.
fn fetch(lane: u32, tile_row4: u32, tile_column4: u32, first_k4: u32) -> mat4x4<f32> {
  let k4 = first_k4 + lane % STEP4;
  if (4u * k4 < K) {
    if (lane < A_BLOCKS) {
      return a_block(tile_row4 + lane / STEP4, k4);
    }
    if (lane < A_BLOCKS + B_BLOCKS) {
      return b_block(tile_column4 + (lane - A_BLOCKS) / STEP4, k4);
    }
  }
  return mat4x4<f32>();
}

fn stage(lane: u32, carried: mat4x4<f32>) {
  let k = 4u * (lane % STEP4);
  if (lane < A_BLOCKS) {
    let at = k * A_ROW + lane / STEP4;
    a_tile[at] = Staged4(carried[0]);
    a_tile[at + A_ROW] = Staged4(carried[1]);
    a_tile[at + 2u * A_ROW] = Staged4(carried[2]);
    a_tile[at + 3u * A_ROW] = Staged4(carried[3]);
  } else if (lane < A_BLOCKS + B_BLOCKS) {
    let at = k * B_ROW + (lane - A_BLOCKS) / STEP4;
    b_tile[at] = Staged4(carried[0]);
    b_tile[at + B_ROW] = Staged4(carried[1]);
    b_tile[at + 2u * B_ROW] = Staged4(carried[2]);
    b_tile[at + 3u * B_ROW] = Staged4(carried[3]);
  }
}
