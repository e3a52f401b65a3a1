// Elements of the binding {NAME}: 16-bit floats, two in a u32, for adapters without `shader-f16`. All arithmetic stays f32.
alias {NAME}_vec4 = vec2<u32>;

fn load_{NAME}(held: {NAME}_vec4) -> vec4<f32> {
  return vec4<f32>(unpack2x16float(held.x), unpack2x16float(held.y));
}

// What 16 bits cannot hold becomes an infinity, by its bits, because packing out of range may give anything: the infinity
// reaches a weight's gradient, where the norm finds it and the step is skipped.
fn store_{NAME}(value: vec4<f32>) -> {NAME}_vec4 {
  let fits = abs(value) <= vec4<f32>(65504.0);
  let finite = select(vec4<f32>(0.0), value, fits);
  let beyond = select(vec4<u32>(0x7c00u), vec4<u32>(0u), fits);
  let packed = vec2<u32>(pack2x16float(finite.xy), pack2x16float(finite.zw));
  return packed | beyond.xz | (beyond.yw << vec2<u32>(16u));
}
