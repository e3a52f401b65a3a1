// Gradient of QK-norm and RoPE for a block of rows, in place. With g = R₋ₜ dqkv[r, head] (lib/rotate.wgsl) and x̂ = qkv · rstd, of
// each head of queries and of keys:
//   dqkv[r, head] = rstd · (g · weight − x̂ · mean(g · weight · x̂))
//   dw_part[block, h, :] = Σ over the block's rows of g · x̂, of query head h, then of key head h (0 where there is none)
//   dqkv        in, out  [rows, q|k|v]                          values as they are
//   dw_part     out      [blocks · HEADS, 2·headSize] f32       =   added up by column_sum
//   qkv         in       [rows, q|k|v];  weight  in  [2·headSize];  rstd  in  [rows, HEADS + KV_HEADS] f32
//   tables      in       [> every position, headSize] f32;  positions  in  [rows] i32
// Grid: one workgroup a query head, with the key head of the same number, of a block of BLOCK rows. Each invocation owns the same
// columns in every row.
//#include "lib/workgroup_sum.wgsl"
//#include "lib/rotate.wgsl"
@group(0) @binding(0) var<storage, read_write> dqkv: array<dqkv_vec4>;
@group(0) @binding(1) var<storage, read_write> dw_part: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> qkv: array<qkv_vec4>;
@group(0) @binding(3) var<storage, read> weight: array<weight_vec4>;
@group(0) @binding(4) var<storage, read> rstd: array<f32>;
@group(0) @binding(5) var<storage, read> tables: array<vec4<f32>>;
@group(0) @binding(6) var<storage, read> positions: array<i32>;

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
  for (var i = lane; i < HEAD4; i += WORKGROUP_SIZE) {
    dw_part[part + i] = vec4<f32>(0.0);
    dw_part[part + HEAD4 + i] = vec4<f32>(0.0);
  }
  for (var row = first; row < min(first + BLOCK, ROWS); row++) {
    before_norm(row, head, 0u, part, lane);
    if (head < KV_HEADS) {
      before_norm(row, HEADS + head, HEAD4, part, lane);
    }
  }
}

// `side4` is where the weights of queries, or those of keys, begin.
fn before_norm(row: u32, head: u32, side4: u32, part: u32, lane: u32) {
  let base = (row * (HEADS + 2u * KV_HEADS) + head) * HEAD4;
  let angles_at = u32(positions[row]) * HEAD4;
  let scale = rstd[row * (HEADS + KV_HEADS) + head];
  var share = 0.0;
  for (var i = lane; i < HEAD4; i += WORKGROUP_SIZE) {
    let x_hat = load_qkv(qkv[base + i]) * scale;
    let upstream = rotate_back(load_dqkv(dqkv[base + i]), tables[angles_at + i]);
    share += dot(upstream * load_weight(weight[side4 + i]), x_hat);
    dw_part[part + side4 + i] += upstream * x_hat;
  }
  let mean = workgroup_sum(share, lane) / f32(4u * HEAD4);
  for (var i = lane; i < HEAD4; i += WORKGROUP_SIZE) {
    let x_hat = load_qkv(qkv[base + i]) * scale;
    let upstream = rotate_back(load_dqkv(dqkv[base + i]), tables[angles_at + i]);
    dqkv[base + i] = store_dqkv(scale * (upstream * load_weight(weight[side4 + i]) - x_hat * mean));
  }
}
