// Epilogue: out[m, n] = SCALE · value
//   out  out  [M, N]  =
@group(0) @binding({NEXT}) var<storage, read_write> out: array<out_vec4>;

override SCALE: f32;

fn finish(row: u32, column4: u32, value: vec4<f32>) {
  out[row * OUT_STRIDE4 + column4] = store_out(SCALE * value);
}
