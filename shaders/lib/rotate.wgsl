// The rotation of rotary position embedding (Su et al. 2021). Pairs lie side by side, two in a vec4, as the device holds q and k
// (model/parameters.ts); tables hold for each position and vec4 of a head (cos, sin, cos, sin) of its two pairs' angles.
fn rotate(x: vec4<f32>, angles: vec4<f32>) -> vec4<f32> {
  return x * angles.xxzz + vec4<f32>(-x.y, x.x, -x.w, x.z) * angles.yyww;
}

// The inverse, which is the transpose: the gradient of `rotate`.
fn rotate_back(x: vec4<f32>, angles: vec4<f32>) -> vec4<f32> {
  return x * angles.xxzz + vec4<f32>(x.y, -x.x, x.w, -x.z) * angles.yyww;
}
