// Gradient of RMSNorm for a block of rows. With x̂ = x · rstd and g = dy · w:
//   dx[r, :] (+)= rstd[r] · (g − x̂ · mean(g · x̂))
//   dw_part[block, :] = Σ over the block's rows of dy · x̂      lib/weight_sums_kept.wgsl, unless w is frozen
//   dx     out  [rows, cols]  = or += (ACCUMULATE)
//   dy, x  in   [rows, cols];  w  in  [cols];  rstd  in  [rows] f32
// Grid: one workgroup a block of BLOCK rows. Each invocation owns the same columns in every row: lib/owned.wgsl
//#include "lib/workgroup_sum.wgsl"
//#include "lib/owned.wgsl"
//#include "lib/weight_sums_{WEIGHT}.wgsl"
@group(0) @binding({NEXT}) var<storage, read_write> dx: array<dx_vec4>;
@group(0) @binding({NEXT}) var<storage, read> dy: array<dy_vec4>;
@group(0) @binding({NEXT}) var<storage, read> x: array<x_vec4>;
@group(0) @binding({NEXT}) var<storage, read> w: array<w_vec4>;
@group(0) @binding({NEXT}) var<storage, read> rstd: array<f32>;

const SUMS = 1u;

override ROWS: u32;
override COLS: u32;
override STRIDE4: u32;
override BLOCK: u32;
override ACCUMULATE: u32;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  let block = group.x + group.y * groups.x;
  let first = block * BLOCK;
  if (first >= ROWS) {
    return;
  }
  let own = owned(STRIDE4, lane);
  for (var k = 0u; k < own; k++) {
    let i = k * WORKGROUP_SIZE + lane;
    if (i < STRIDE4) {
      start_dw(block * STRIDE4 + i);
    }
  }
  for (var row = first; row < min(first + BLOCK, ROWS); row++) {
    let base = row * STRIDE4;
    let scale = rstd[row];
    var projection = 0.0;
    for (var k = 0u; k < own; k++) {
      let i = k * WORKGROUP_SIZE + lane;
      if (i < STRIDE4) {
        let x_hat = load_x(x[base + i]) * scale;
        let upstream = load_dy(dy[base + i]);
        projection += dot(upstream * load_w(w[i]), x_hat);
        add_to_dw(block * STRIDE4 + i, k, upstream * x_hat);
      }
    }
    let mean = workgroup_sum(projection, lane) / f32(COLS);
    for (var i = lane; i < STRIDE4; i += WORKGROUP_SIZE) {
      let x_hat = load_x(x[base + i]) * scale;
      var gradient = scale * (load_dy(dy[base + i]) * load_w(w[i]) - x_hat * mean);
      if (ACCUMULATE == 1u) {
        gradient += load_dx(dx[base + i]);
      }
      dx[base + i] = store_dx(gradient);
    }
  }
  for (var k = 0u; k < own; k++) {
    let i = k * WORKGROUP_SIZE + lane;
    if (i < STRIDE4) {
      finish_dw(block * STRIDE4 + i, k);
    }
  }
}
