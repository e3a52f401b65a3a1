// Product of one row plus a residual: out[n] = residual[n] + Σk x[k] · weight[n, k]
//   out       out  [1, N]  =
//   x         in   [1, K];  weight  in  [N, K]
//   residual  in   [1, N]
// Grid: lib/gemv_direct.wgsl or lib/gemv_tiled.wgsl, as the launch chooses
//#include "lib/gemv.wgsl"
//#include "lib/gemv_{METHOD}.wgsl"
@group(0) @binding(0) var<storage, read_write> out: array<out_vec4>;
@group(0) @binding(1) var<storage, read> x: array<x_vec4>;
@group(0) @binding(2) var<storage, read> weight: array<weight_vec4>;
@group(0) @binding(3) var<storage, read> residual: array<residual_vec4>;

alias Sums = vec4<f32>;

fn products(four: u32, k4: u32) -> Sums {
  return four_products(4u * four, k4);
}

fn finish(four: u32, sums: Sums) {
  out[four] = store_out(outputs(four, sums + load_residual(residual[four])));
}
