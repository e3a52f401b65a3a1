// One row of a matrix: out[0, :] = x[step.last_row, :]
//   out   out      [1, cols]  =
//   x     in       [rows, cols]
//   step  uniform  last_row, below rows
// Grid: one invocation a vec4 of columns.
//#include "lib/step.wgsl"
@group(0) @binding(0) var<storage, read_write> out: array<out_vec4>;
@group(0) @binding(1) var<storage, read> x: array<x_vec4>;
@group(0) @binding(2) var<uniform> step_now: Step;

override STRIDE4: u32;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= STRIDE4) {
    return;
  }
  out[id.x] = store_out(load_x(x[step_now.last_row * STRIDE4 + id.x]));
}
