// RMSNorm (Zhang & Sennrich 2019): y[r, :] = x[r, :] · rstd[r] · w,  rstd[r] = 1 / sqrt(mean(x[r, :]²) + eps)
//   y     out  [rows, cols]  =
//   rstd  out  [rows] f32    =   saved for the backward pass
//   x     in   [rows, cols];  w  in  [cols]
// Grid: one workgroup a row, folded into two dimensions.
//#include "lib/workgroup_sum.wgsl"
@group(0) @binding(0) var<storage, read_write> y: array<y_vec4>;
@group(0) @binding(1) var<storage, read_write> rstd: array<f32>;
@group(0) @binding(2) var<storage, read> x: array<x_vec4>;
@group(0) @binding(3) var<storage, read> w: array<w_vec4>;

override ROWS: u32;
override COLS: u32;
override STRIDE4: u32;
override EPS: f32;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  let row = group.x + group.y * groups.x;
  if (row >= ROWS) {
    return;
  }
  let base = row * STRIDE4;
  var squares = 0.0;
  for (var i = lane; i < STRIDE4; i += WORKGROUP_SIZE) {
    let v = load_x(x[base + i]);
    squares += dot(v, v);
  }
  let scale = inverseSqrt(workgroup_sum(squares, lane) / f32(COLS) + EPS);
  for (var i = lane; i < STRIDE4; i += WORKGROUP_SIZE) {
    y[base + i] = store_y(load_x(x[base + i]) * scale * load_w(w[i]));
  }
  if (lane == 0u) {
    rstd[row] = scale;
  }
}
