// RMSNorm of each head's queries and keys (QK-norm, Henry et al. 2020, as in Qwen3), rotated by their positions; values as they are:
//   out[r, head] = R_t (qkv[r, head] · rstd[r, head] · weight),  rstd[r, head] = 1 / sqrt(mean(qkv[r, head]²) + EPS)
// R_t the rotation of lib/rotate.wgsl by t = positions[r], weight the first headSize elements for queries, the others for keys.
//   out        out  [rows, q|k|v]                  =
//   rstd       out  [rows, HEADS + KV_HEADS] f32   =   saved for the backward pass
//   qkv        in   [rows, q|k|v];  weight  in  [2·headSize]
//   tables     in   [> every position, headSize] f32;  positions  in  [rows] i32
// Grid: one workgroup a head of a row, those of values included, folded into two dimensions.
//#include "lib/workgroup_sum.wgsl"
//#include "lib/rotate.wgsl"
@group(0) @binding(0) var<storage, read_write> out: array<out_vec4>;
@group(0) @binding(1) var<storage, read_write> rstd: array<f32>;
@group(0) @binding(2) var<storage, read> qkv: array<qkv_vec4>;
@group(0) @binding(3) var<storage, read> weight: array<weight_vec4>;
@group(0) @binding(4) var<storage, read> tables: array<vec4<f32>>;
@group(0) @binding(5) var<storage, read> positions: array<i32>;

override ROWS: u32;
override HEADS: u32;
override KV_HEADS: u32;
override HEAD4: u32;
override EPS: f32;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  let index = group.x + group.y * groups.x;
  let row = index / (HEADS + 2u * KV_HEADS);
  let head = index % (HEADS + 2u * KV_HEADS);
  if (row >= ROWS) {
    return;
  }
  let base = index * HEAD4;
  if (head >= HEADS + KV_HEADS) {
    for (var i = lane; i < HEAD4; i += WORKGROUP_SIZE) {
      out[base + i] = store_out(load_qkv(qkv[base + i]));
    }
    return;
  }
  var squares = 0.0;
  for (var i = lane; i < HEAD4; i += WORKGROUP_SIZE) {
    let x = load_qkv(qkv[base + i]);
    squares += dot(x, x);
  }
  let scale = inverseSqrt(workgroup_sum(squares, lane) / f32(4u * HEAD4) + EPS);
  let weight_at = select(HEAD4, 0u, head < HEADS);
  let angles_at = u32(positions[row]) * HEAD4;
  for (var i = lane; i < HEAD4; i += WORKGROUP_SIZE) {
    let normed = load_qkv(qkv[base + i]) * scale * load_weight(weight[weight_at + i]);
    out[base + i] = store_out(rotate(normed, tables[angles_at + i]));
  }
  if (lane == 0u) {
    rstd[row * (HEADS + KV_HEADS) + head] = scale;
  }
}
