// The multiply-add roof of an adapter: what matrix products are measured against. Every invocation runs eight chains of
// vec4 multiply-adds that wait for nobody but themselves, 2·4·8·ROUNDS operations in all.
//   out  out  [invocations] vec4  =   so that no compiler finds the work useless
// Grid: any number of workgroups.
@group(0) @binding(0) var<storage, read_write> out: array<vec4<f32>>;

override ROUNDS: u32;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  // Numbers that only the invocation knows, near 1, so that chains neither grow nor die out.
  let factor = vec4<f32>(1.0 - f32(id.x % 7u) * 1e-7);
  let term = vec4<f32>(f32(id.x % 5u) * 1e-7);
  var a = vec4<f32>(f32(id.x));
  var b = a + 1.0;
  var c = a + 2.0;
  var d = a + 3.0;
  var e = a + 4.0;
  var f = a + 5.0;
  var g = a + 6.0;
  var h = a + 7.0;
  for (var round = 0u; round < ROUNDS; round++) {
    a = fma(a, factor, term);
    b = fma(b, factor, term);
    c = fma(c, factor, term);
    d = fma(d, factor, term);
    e = fma(e, factor, term);
    f = fma(f, factor, term);
    g = fma(g, factor, term);
    h = fma(h, factor, term);
  }
  out[id.x] = a + b + c + d + e + f + g + h;
}
