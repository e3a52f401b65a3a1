// Gate and up of SwiGLU (Shazeer 2020) for one row: out[n] = silu(gate[n]) · up[n],  silu(g) = g · sigmoid(g)
//   gate[n] = Σk x[k] · weight[n, k],  up[n] = Σk x[k] · weight[4·OUT_STRIDE4 + n, k]
// Gate and up are rounded to the storage type, as they are where a matrix holds them.
//   out     out  [1, N]  =
//   x       in   [1, K];  weight  in  [4·OUT_STRIDE4 + N, K]
// Grid: lib/gemv_direct.wgsl or lib/gemv_tiled.wgsl, as the launch chooses
//#include "lib/gemv.wgsl"
//#include "lib/gemv_{METHOD}.wgsl"
//#include "lib/sigmoid.wgsl"
@group(0) @binding(0) var<storage, read_write> out: array<out_vec4>;
@group(0) @binding(1) var<storage, read> x: array<x_vec4>;
@group(0) @binding(2) var<storage, read> weight: array<weight_vec4>;

// Gate, up.
alias Sums = mat2x4<f32>;

fn products(four: u32, k4: u32) -> Sums {
  return Sums(four_products(4u * four, k4), four_products(4u * (OUT_STRIDE4 + four), k4));
}

fn finish(four: u32, sums: Sums) {
  let gate = load_out(store_out(sums[0]));
  let up = load_out(store_out(sums[1]));
  out[four] = store_out(outputs(four, gate * sigmoid(gate) * up));
}
