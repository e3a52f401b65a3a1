// Epilogue: out[m, n] = residual[m, n] + value
//   out       out  [M, N]  =
//   residual  in   [M, N]
@group(0) @binding({NEXT}) var<storage, read_write> out: array<out_vec4>;
@group(0) @binding({NEXT}) var<storage, read> residual: array<residual_vec4>;

fn finish(row: u32, column4: u32, value: vec4<f32>) {
  let at = row * OUT_STRIDE4 + column4;
  out[at] = store_out(value + load_residual(residual[at]));
}
