// SwiGLU (Shazeer 2020): out[r, j] = silu(gate[r, j]) · up[r, j],  silu(g) = g · sigmoid(g)
//   out      out  [rows, ffn]  =
//   gate_up  in   [rows, 2·OUT_STRIDE4 vec4s]: gate in the first half of a row, up in the second; both padded with
//                 zeros, so that out is too
// Grid: one invocation a vec4 of out, folded into two dimensions.
//#include "lib/sigmoid.wgsl"
@group(0) @binding(0) var<storage, read_write> out: array<Stored4>;
@group(0) @binding(1) var<storage, read> gate_up: array<Stored4>;

override ROWS: u32;
override OUT_STRIDE4: u32;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let i = id.x + id.y * groups.x * 64u;
  if (i >= ROWS * OUT_STRIDE4) {
    return;
  }
  let at = i + (i / OUT_STRIDE4) * OUT_STRIDE4;
  let gate = load4(gate_up[at]);
  out[i] = store4(gate * sigmoid(gate) * load4(gate_up[at + OUT_STRIDE4]));
}
