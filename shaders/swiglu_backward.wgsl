// Gradient of SwiGLU. With s = sigmoid(gate):
//   dgate (+)= dout · up · s · (1 + gate · (1 − s)),   dup (+)= dout · gate · s
//   dgate_up  out  [rows, 2·OUT_STRIDE4 vec4s]  = or += (ACCUMULATE); the gap and the padding get zeros from dout's padding
//   dout      in   [rows, ffn];  gate_up  in  as dgate_up
// Grid: one invocation a vec4 of dout, folded into two dimensions.
//#include "lib/sigmoid.wgsl"
@group(0) @binding(0) var<storage, read_write> dgate_up: array<Stored4>;
@group(0) @binding(1) var<storage, read> dout: array<Stored4>;
@group(0) @binding(2) var<storage, read> gate_up: array<Stored4>;

override ROWS: u32;
override OUT_STRIDE4: u32;
override ACCUMULATE: u32;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let i = id.x + id.y * groups.x * 64u;
  if (i >= ROWS * OUT_STRIDE4) {
    return;
  }
  let gate_at = i + (i / OUT_STRIDE4) * OUT_STRIDE4;
  let up_at = gate_at + OUT_STRIDE4;
  let upstream = load4(dout[i]);
  let gate = load4(gate_up[gate_at]);
  let s = sigmoid(gate);
  var dgate = upstream * load4(gate_up[up_at]) * s * (1.0 + gate * (1.0 - s));
  var dup = upstream * gate * s;
  if (ACCUMULATE == 1u) {
    dgate += load4(dgate_up[gate_at]);
    dup += load4(dgate_up[up_at]);
  }
  dgate_up[gate_at] = store4(dgate);
  dgate_up[up_at] = store4(dup);
}
