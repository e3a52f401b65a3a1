// For the backward kernels of attention: queries and keys came as they are.
fn before_rope(gradient: vec4<f32>, row: u32, i: u32) -> vec4<f32> {
  return gradient;
}
