// Two matrix products at once, the halves of a gated MLP: gate[m, n] = Σk a[m, k] · b[n, k] and
// up[m, n] = Σk a[m, k] · b[4·OUT_STRIDE4 + n, k], to which the bias is added and which the epilogue then finishes together
//   a  in  [M, K];  b  in  [B_ROWS, K], its rows those of gate, then of up
// N counts columns as lib/gemm_b_gate_up.wgsl arranges them; of each half OUT_COLUMNS are wanted.
// Method: lib/gemm.wgsl; grid: lib/gemm_direct.wgsl or lib/gemm_tiled.wgsl, as the launch chooses
//#include "lib/gemm.wgsl"
//#include "lib/epilogue_{EPILOGUE}.wgsl"
//#include "lib/bias_{BIAS}.wgsl"
//#include "lib/gemm_a.wgsl"
//#include "lib/gemm_b_gate_up.wgsl"
//#include "lib/gemm_{METHOD}.wgsl"
@group(0) @binding({NEXT}) var<storage, read> a: array<a_vec4>;
//#include "lib/b_{STORED}.wgsl"

override OUT_COLUMNS: u32;

fn finish_pair(above: u32, row: u32, column4: u32, left: mat4x4<f32>, right: mat4x4<f32>) {
  let half4 = gate_column4(column4);
  if (half4 < OUT_STRIDE4) {
    finish_row(above, row, half4, left[0], right[0]);
    finish_row(above, row + 1u, half4, left[1], right[1]);
    finish_row(above, row + 2u, half4, left[2], right[2]);
    finish_row(above, row + 3u, half4, left[3], right[3]);
  }
}

fn finish_row(above: u32, row: u32, half4: u32, left: vec4<f32>, right: vec4<f32>) {
  if (row < M) {
    let is_column = 4u * half4 + vec4<u32>(0u, 1u, 2u, 3u) < vec4<u32>(OUT_COLUMNS);
    let gate = add_bias(row, half4, select(vec4<f32>(0.0), left, is_column));
    let up = add_bias(row, OUT_STRIDE4 + half4, select(vec4<f32>(0.0), right, is_column));
    finish(above + row, half4, gate, up);
  }
}
