// Gradient of QK-norm and RoPE for a block of rows, in place. With g = R₋ₜ dqkv[r, head] (lib/rotate.wgsl) and x̂ = qkv · rstd, of
// each head of queries and of keys:
//   dqkv[r, head] = rstd · (g · weight − x̂ · mean(g · weight · x̂))
//   dw_part[block, h, :] = Σ over the block's rows of g · x̂, of query head h, then of key head h (0 where there is none)
//     lib/weight_sums_kept.wgsl, unless the weight is frozen; [blocks · HEADS, 2·headSize]
//   dqkv        in, out  [rows, q|k|v]                          values as they are
//   qkv         in       [rows, q|k|v];  weight  in  [2·headSize];  rstd  in  [rows, HEADS + KV_HEADS] f32
//   tables      in       [> every position, headSize] f32;  positions  in  [rows] i32
// Grid: one workgroup a query head, with the key head of the same number, of a block of BLOCK rows. Each invocation owns the same
// columns in every row: lib/owned.wgsl
//#include "lib/workgroup_sum.wgsl"
//#include "lib/owned.wgsl"
//#include "lib/weight_sums_{WEIGHT}.wgsl"
//#include "lib/rotate.wgsl"
@group(0) @binding({NEXT}) var<storage, read_write> dqkv: array<dqkv_vec4>;
@group(0) @binding({NEXT}) var<storage, read> qkv: array<qkv_vec4>;
@group(0) @binding({NEXT}) var<storage, read> weight: array<weight_vec4>;
@group(0) @binding({NEXT}) var<storage, read> rstd: array<f32>;
@group(0) @binding({NEXT}) var<storage, read> tables: array<vec4<f32>>;
@group(0) @binding({NEXT}) var<storage, read> positions: array<i32>;

// Sums of queries and sums of keys.
const SUMS = 2u;

override ROWS: u32;
override HEADS: u32;
override KV_HEADS: u32;
override HEAD4: u32;
override BLOCK: u32;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  let index = group.x + group.y * groups.x;
  let first = index / HEADS * BLOCK;
  let head = index % HEADS;
  if (first >= ROWS) {
    return;
  }
  let part = index * 2u * HEAD4;
  let own = owned(HEAD4, lane);
  for (var k = 0u; k < own; k++) {
    let i = k * WORKGROUP_SIZE + lane;
    if (i < HEAD4) {
      start_dw(part + i);
      start_dw(part + HEAD4 + i);
    }
  }
  for (var row = first; row < min(first + BLOCK, ROWS); row++) {
    before_norm(row, head, 0u, part, lane);
    if (head < KV_HEADS) {
      before_norm(row, HEADS + head, 1u, part + HEAD4, lane);
    }
  }
  for (var k = 0u; k < own; k++) {
    let i = k * WORKGROUP_SIZE + lane;
    if (i < HEAD4) {
      finish_dw(part + i, k);
      finish_dw(part + HEAD4 + i, HELD + k);
    }
  }
}

// `side`: 0 of queries, 1 of keys, whose sums begin at `part`.
fn before_norm(row: u32, head: u32, side: u32, part: u32, lane: u32) {
  let side4 = side * HEAD4;
  let base = (row * (HEADS + 2u * KV_HEADS) + head) * HEAD4;
  let angles_at = u32(positions[row]) * HEAD4;
  let scale = rstd[row * (HEADS + KV_HEADS) + head];
  var projection = 0.0;
  let own = owned(HEAD4, lane);
  for (var k = 0u; k < own; k++) {
    let i = k * WORKGROUP_SIZE + lane;
    if (i < HEAD4) {
      let x_hat = load_qkv(qkv[base + i]) * scale;
      let upstream = rotate_back(load_dqkv(dqkv[base + i]), tables[angles_at + i]);
      projection += dot(upstream * load_weight(weight[side4 + i]), x_hat);
      add_to_dw(part + i, side * HELD + k, upstream * x_hat);
    }
  }
  let mean = workgroup_sum(projection, lane) / f32(4u * HEAD4);
  for (var i = lane; i < HEAD4; i += WORKGROUP_SIZE) {
    let x_hat = load_qkv(qkv[base + i]) * scale;
    let upstream = rotate_back(load_dqkv(dqkv[base + i]), tables[angles_at + i]);
    dqkv[base + i] = store_dqkv(scale * (upstream * load_weight(weight[side4 + i]) - x_hat * mean));
  }
}
