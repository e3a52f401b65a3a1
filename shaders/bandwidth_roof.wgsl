// The reading roof of an adapter's memory: what memory-bound kernels are measured against. Every workgroup adds up a
// stretch of `values` of its own, neighbours beside each other, in four sums that wait for nobody but themselves.
//   out     out  [invocations] vec4             =   so that no compiler finds the work useless
//   values  in   [4 · ROUNDS · invocations] vec4
// Grid: any number of workgroups.
@group(0) @binding(0) var<storage, read_write> out: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read> values: array<vec4<f32>>;

override ROUNDS: u32;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  var a = vec4<f32>();
  var b = vec4<f32>();
  var c = vec4<f32>();
  var d = vec4<f32>();
  var i = group.x * 256u * ROUNDS + lane;
  for (var round = 0u; round < ROUNDS; round++) {
    a += values[i];
    b += values[i + 64u];
    c += values[i + 128u];
    d += values[i + 192u];
    i += 256u;
  }
  out[group.x * 64u + lane] = a + b + c + d;
}
