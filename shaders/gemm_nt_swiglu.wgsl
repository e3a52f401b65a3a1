// The first half of a gated MLP (Shazeer 2020) in one product: [gate | up][m, n] = Σk a[m, k] · b[n, k],
//   hidden[m, j] = silu(gate[m, j]) · up[m, j],  silu(g) = g · sigmoid(g)
//   hidden   out  [M, FFN]                =
//   gate_up  out  [M, 2·UP4 vec4s]        =   gate in the first half of a row, up in the second; for the backward pass
//   a        in   [M, K];  b  in  [B_ROWS, K], its rows those of gate, then of up
// N counts columns as lib/gemm_b_gate_up.wgsl arranges them.
// Method: lib/gemm.wgsl; grid: lib/gemm_direct.wgsl or lib/gemm_tiled.wgsl, as the launch chooses
//#include "lib/gemm.wgsl"
//#include "lib/gemm_a.wgsl"
//#include "lib/gemm_b_gate_up.wgsl"
//#include "lib/gemm_{METHOD}.wgsl"
//#include "lib/sigmoid.wgsl"
@group(0) @binding(0) var<storage, read_write> hidden: array<hidden_vec4>;
@group(0) @binding(1) var<storage, read_write> gate_up: array<gate_up_vec4>;
@group(0) @binding(2) var<storage, read> a: array<a_vec4>;
@group(0) @binding(3) var<storage, read> b: array<b_vec4>;

override FFN: u32;

fn finish_pair(row: u32, column4: u32, left: mat4x4<f32>, right: mat4x4<f32>) {
  let j4 = gate_column4(column4);
  if (j4 >= UP4) {
    return;
  }
  let is_column = 4u * j4 + vec4<u32>(0u, 1u, 2u, 3u) < vec4<u32>(FFN);
  for (var i = row; i < min(row + 4u, M); i++) {
    let gate = store_gate_up(select(vec4<f32>(0.0), left[i - row], is_column));
    let up = store_gate_up(select(vec4<f32>(0.0), right[i - row], is_column));
    gate_up[i * 2u * UP4 + j4] = gate;
    gate_up[i * 2u * UP4 + UP4 + j4] = up;
    hidden[i * UP4 + j4] = store_hidden(load_gate_up(gate) * sigmoid(load_gate_up(gate)) * load_gate_up(up));
  }
}
