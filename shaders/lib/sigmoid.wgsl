// 1 / (1 + exp(−x)). Below −80 the value stays at 1.8e-35 instead of falling further: exp(−x) must not overflow, because
// WGSL implementations may assume that infinities do not occur.
fn sigmoid(x: vec4<f32>) -> vec4<f32> {
  return 1.0 / (1.0 + exp(-max(x, vec4<f32>(-80.0))));
}
