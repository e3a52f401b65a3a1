// For the backward kernels of attention: queries and keys were rotated by their positions, and their gradients are rotated back.
//   tables     in  [≥ largest position + 1, headSize] f32  see lib/rotate.wgsl
//   positions  in  [rows] i32                              bound by the kernel
//#include "lib/rotate.wgsl"
@group(0) @binding({NEXT}) var<storage, read> tables: array<vec4<f32>>;

fn before_rope(gradient: vec4<f32>, row: u32, i: u32) -> vec4<f32> {
  return rotate_back(gradient, tables[u32(positions[row]) * HEAD4 + i]);
}
