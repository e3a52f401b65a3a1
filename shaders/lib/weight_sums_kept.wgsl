// Sums over blocks of rows that make up the gradient of a norm's weight. For shaders that include lib/owned.wgsl
// and make SUMS rows of such sums.
//   dw_part  out  [blocks, cols] f32  =   added up by column_sum
@group(0) @binding({NEXT}) var<storage, read_write> dw_part: array<vec4<f32>>;

var<private> dw_held: array<vec4<f32>, SUMS * HELD>;

fn start_dw(at: u32) {
  if (!ARE_HELD) {
    dw_part[at] = vec4<f32>(0.0);
  }
}

// `k`: which of the vec4s that the invocation owns, and after HELD of them those of its next row of sums; it lies at `at`.
fn add_to_dw(at: u32, k: u32, value: vec4<f32>) {
  if (ARE_HELD) {
    dw_held[k] += value;
  } else {
    dw_part[at] += value;
  }
}

fn finish_dw(at: u32, k: u32) {
  if (ARE_HELD) {
    dw_part[at] = dw_held[k];
  }
}
