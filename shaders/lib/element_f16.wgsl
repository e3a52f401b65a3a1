// Elements of the binding {NAME}: 16-bit floats, native (`shader-f16`). All arithmetic stays f32.
alias {NAME}_vec4 = vec4<f16>;

fn load_{NAME}(held: {NAME}_vec4) -> vec4<f32> {
  return vec4<f32>(held);
}

// What 16 bits cannot hold becomes an infinity, by its bits, because a conversion out of range may give anything: the
// infinity reaches a weight's gradient, where the norm finds it and the step is skipped. The bits are set as integers: a
// compiler that assumes floats to be finite would never choose an infinity.
fn store_{NAME}(value: vec4<f32>) -> {NAME}_vec4 {
  let fits = abs(value) <= vec4<f32>(65504.0);
  let finite = {NAME}_vec4(select(vec4<f32>(0.0), value, fits));
  let beyond = select(vec4<u32>(0x7c00u), vec4<u32>(0u), fits);
  return bitcast<vec4<f16>>(bitcast<vec2<u32>>(finite) | beyond.xz | (beyond.yw << vec2<u32>(16u)));
}
