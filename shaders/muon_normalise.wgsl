// A matrix over its Frobenius norm, where the Newton–Schulz iteration begins:
//   x = u / (sqrt(Σ parts) + 1e-7)
//   x      out  [4·VEC4S elements] f32  =
//   u      in   [4·FIRST4 + 4·VEC4S elements] f32   the matrix begins at vec4 FIRST4
//   parts  in   [PARTS] f32                         sums of squares, of grad_norm_parts.wgsl
// Grid: one invocation a vec4, folded into two dimensions.
@group(0) @binding(0) var<storage, read_write> x: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read> u: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> norm_parts: array<f32>;

override VEC4S: u32;
override FIRST4: u32;
override PARTS: u32;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let i = id.x + id.y * groups.x * WORKGROUP_SIZE;
  if (i >= VEC4S) {
    return;
  }
  var squares = 0.0;
  for (var part = 0u; part < PARTS; part++) {
    squares += norm_parts[part];
  }
  x[i] = u[FIRST4 + i] / (sqrt(squares) + 1e-7);
}
