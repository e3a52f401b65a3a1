// Adds up a product that was summed in parts of K, in their order, and finishes it: value[m, n] = Σp parts[p·M + m, n]
//   parts  in  [PARTS·M, 4·STRIDE4] f32, columns beyond those of out zero
// and what the epilogue binds, see its file.
// Grid: one invocation a vec4 of outputs, row by row, folded into two dimensions.
//#include "lib/epilogue_{EPILOGUE}.wgsl"
@group(0) @binding({NEXT}) var<storage, read> parts: array<vec4<f32>>;

override M: u32;
override PARTS: u32;
override STRIDE4: u32;
override OUT_STRIDE4: u32;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  let at = (id.x + id.y * groups.x) * 64u + lane;
  if (at >= M * STRIDE4) {
    return;
  }
  var value = vec4<f32>(0.0);
  for (var p = 0u; p < PARTS; p++) {
    value += parts[p * M * STRIDE4 + at];
  }
  finish(at / STRIDE4, at % STRIDE4, value);
}
