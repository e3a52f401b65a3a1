// GELU by tanh (Hendrycks & Gimpel 2016): x/2 · (1 + tanh(u(x))) = x · sigmoid(2·u(x)),  u(x) = √(2/π) · (x + 0.044715·x³).
// Beyond ±10 the sigmoid is 0 or 1 to the last bit, and x³ must not overflow.
//#include "lib/sigmoid.wgsl"
const SQRT_8_OVER_PI = 1.5957691216057308;
const CUBIC = 0.044715;

fn gelu(x: vec4<f32>) -> vec4<f32> {
  return x * gelu_gate(x);
}

// sigmoid(2·u(x))
fn gelu_gate(x: vec4<f32>) -> vec4<f32> {
  let near = clamp(x, vec4<f32>(-10.0), vec4<f32>(10.0));
  return sigmoid(SQRT_8_OVER_PI * near * (1.0 + CUBIC * near * near));
}

// s + x · s · (1 − s) · 2·u′(x) with s = sigmoid(2·u(x))
fn gelu_derivative(x: vec4<f32>) -> vec4<f32> {
  let near = clamp(x, vec4<f32>(-10.0), vec4<f32>(10.0));
  let s = gelu_gate(x);
  return s + near * s * (1.0 - s) * SQRT_8_OVER_PI * (1.0 + 3.0 * CUBIC * near * near);
}
