// Product of one row: Σk x[k] · b[n, k]   (y = x · Wᵀ where x has one row, as in decoding), to which the bias is added and
// which the epilogue then finishes: see their files for what else is bound
//   x  in  [1, K];  b  in  [N, K]
// Grid: lib/gemv_direct.wgsl, lib/gemv_tiled.wgsl or lib/gemv_by_subgroups.wgsl, as the launch chooses
//#include "lib/gemv.wgsl"
//#include "lib/epilogue_{EPILOGUE}.wgsl"
//#include "lib/bias_{BIAS}.wgsl"
//#include "lib/gemv_{METHOD}.wgsl"
@group(0) @binding({NEXT}) var<storage, read> x: array<x_vec4>;
//#include "lib/b_{STORED}.wgsl"

alias Sums = vec4<f32>;

fn add_products(sums: Sums, four: u32, k4: u32) -> Sums {
  return add_four_products(sums, 4u * four, k4);
}

fn finish_four(four: u32, sums: Sums) {
  finish(0u, four, add_bias(0u, four, outputs(four, sums)));
}
