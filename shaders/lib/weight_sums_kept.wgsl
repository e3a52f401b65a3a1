// Sums over blocks of rows that make up the gradient of a norm's weight.
//   dw_part  out  [blocks, cols] f32  =   added up by column_sum
@group(0) @binding({NEXT}) var<storage, read_write> dw_part: array<vec4<f32>>;

fn start_dw(at: u32) {
  dw_part[at] = vec4<f32>(0.0);
}

fn add_to_dw(at: u32, value: vec4<f32>) {
  dw_part[at] += value;
}
