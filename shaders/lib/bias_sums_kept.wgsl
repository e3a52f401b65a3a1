// Sums over blocks of rows that make up the gradient of a norm's bias. For shaders that include lib/owned.wgsl
// and make SUMS rows of such sums.
//   dbias_part  out  [blocks, cols] f32  =   added up by column_sum
@group(0) @binding({NEXT}) var<storage, read_write> dbias_part: array<vec4<f32>>;

var<private> dbias_held: array<vec4<f32>, SUMS * HELD>;

fn start_dbias(at: u32) {
  if (!ARE_HELD) {
    dbias_part[at] = vec4<f32>(0.0);
  }
}

// `k`: which of the vec4s that the invocation owns, and after HELD of them those of its next row of sums; it lies at `at`.
fn add_to_dbias(at: u32, k: u32, value: vec4<f32>) {
  if (ARE_HELD) {
    dbias_held[k] += value;
  } else {
    dbias_part[at] += value;
  }
}

fn finish_dbias(at: u32, k: u32) {
  if (ARE_HELD) {
    dbias_part[at] = dbias_held[k];
  }
}
