// LayerNorm (Ba et al. 2016): y[r, :] = (x[r, :] − mean[r]) · rstd[r] · w + bias,
//   mean[r] = mean(x[r, :]),  rstd[r] = 1 / sqrt(mean((x[r, :] − mean[r])²) + eps)
//   y        out  [rows, cols]     =
//   mean_rstd  out  [rows, 2] f32    =   mean and rstd of each row, saved for the backward pass; the mean is counted from the
//                                        row's first value: an f32 near a large mean would have no digits for deviations
//   x        in   [rows, cols];  w, bias  in  [cols]
// Grid: one workgroup a row, folded into two dimensions.
//#include "lib/layernorm.wgsl"
//#include "lib/workgroup_sum.wgsl"
@group(0) @binding(0) var<storage, read_write> y: array<y_vec4>;
@group(0) @binding(1) var<storage, read_write> mean_rstd: array<vec2<f32>>;
@group(0) @binding(2) var<storage, read> x: array<x_vec4>;
@group(0) @binding(3) var<storage, read> w: array<w_vec4>;
@group(0) @binding(4) var<storage, read> bias: array<bias_vec4>;

override ROWS: u32;
override EPS: f32;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  let row = group.x + group.y * groups.x;
  if (row >= ROWS) {
    return;
  }
  let base = row * STRIDE4;
  let first_value = load_x(x[base]).x;
  var sum = 0.0;
  for (var i = lane; i < STRIDE4; i += WORKGROUP_SIZE) {
    sum += dot(in_row(i, load_x(x[base + i]) - first_value), vec4<f32>(1.0));
  }
  let mean = workgroup_sum(sum, lane) / f32(COLS);
  // From the deviations, not from mean(x²) − mean²: that difference loses all digits where the mean is large.
  var squares = 0.0;
  for (var i = lane; i < STRIDE4; i += WORKGROUP_SIZE) {
    let deviation = in_row(i, load_x(x[base + i]) - first_value - mean);
    squares += dot(deviation, deviation);
  }
  let rstd = inverseSqrt(workgroup_sum(squares, lane) / f32(COLS) + EPS);
  for (var i = lane; i < STRIDE4; i += WORKGROUP_SIZE) {
    y[base + i] = store_y((load_x(x[base + i]) - first_value - mean) * rstd * load_w(w[i]) + load_bias(bias[i]));
  }
  if (lane == 0u) {
    mean_rstd[row] = vec2<f32>(mean, rstd);
  }
}
