// The gradient of a gated MLP's second half in one product: dhidden[m, j] = Σk a[m, k] · b[k, j], which is not stored, and
// with s = sigmoid(gate):
//   dgate = dhidden · up · s · (1 + gate · (1 − s)),   dup = dhidden · gate · s,   hidden = gate · s · up
//   dgate_up  out  [M, 2·OUT_STRIDE4 vec4s]  =
//   hidden    out  [M, N]                    =   made again, for the gradient of the second weight
//   a         in   [M, K];  b  in  [K, N]
//   gate_up   in   as dgate_up
// Method: lib/gemm.wgsl; grid: lib/gemm_direct.wgsl or lib/gemm_tiled.wgsl, as the launch chooses
//#include "lib/gemm.wgsl"
//#include "lib/gemm_a.wgsl"
//#include "lib/gemm_b.wgsl"
//#include "lib/gemm_finish.wgsl"
//#include "lib/gemm_{METHOD}.wgsl"
//#include "lib/sigmoid.wgsl"
@group(0) @binding(0) var<storage, read_write> dgate_up: array<dgate_up_vec4>;
@group(0) @binding(1) var<storage, read_write> hidden: array<hidden_vec4>;
@group(0) @binding(2) var<storage, read> a: array<a_vec4>;
@group(0) @binding(3) var<storage, read> b: array<b_vec4>;
@group(0) @binding(4) var<storage, read> gate_up: array<gate_up_vec4>;

fn finish(row: u32, column4: u32, upstream: vec4<f32>) {
  let gate_at = row * 2u * OUT_STRIDE4 + column4;
  let up_at = gate_at + OUT_STRIDE4;
  let gate = load_gate_up(gate_up[gate_at]);
  let up = load_gate_up(gate_up[up_at]);
  let s = sigmoid(gate);
  dgate_up[gate_at] = store_dgate_up(upstream * up * s * (1.0 + gate * (1.0 - s)));
  dgate_up[up_at] = store_dgate_up(upstream * gate * s);
  hidden[row * OUT_STRIDE4 + column4] = store_hidden(gate * s * up);
}
