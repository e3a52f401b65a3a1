// Two products of one row at once, the halves of a gated MLP: gate[n] = Σk x[k] · b[n, k] and
// up[n] = Σk x[k] · b[4·OUT_STRIDE4 + n, k], to which the bias is added and which the epilogue then finishes together
//   x  in  [1, K];  b  in  [4·OUT_STRIDE4 + N, K]
// Grid: lib/gemv_direct.wgsl, lib/gemv_tiled.wgsl or lib/gemv_by_subgroups.wgsl, as the launch chooses
//#include "lib/gemv.wgsl"
//#include "lib/epilogue_{EPILOGUE}.wgsl"
//#include "lib/bias_{BIAS}.wgsl"
//#include "lib/gemv_{METHOD}.wgsl"
@group(0) @binding({NEXT}) var<storage, read> x: array<x_vec4>;
//#include "lib/b_{STORED}.wgsl"

// Gate, up.
alias Sums = mat2x4<f32>;

fn add_products(sums: Sums, four: u32, k4: u32) -> Sums {
  return Sums(add_four_products(sums[0], 4u * four, k4), add_four_products(sums[1], 4u * (OUT_STRIDE4 + four), k4));
}

fn finish_four(four: u32, sums: Sums) {
  finish(0u, four, add_bias(0u, four, outputs(four, sums[0])), add_bias(0u, OUT_STRIDE4 + four, outputs(four, sums[1])));
}
