// Storage type of weights' compute copies, activations and their gradients: 16-bit floats, native (`shader-f16`).
// All arithmetic stays f32. See storage_f32.wgsl for who uses this.
enable f16;

alias Stored4 = vec4<f16>;

fn load4(stored: Stored4) -> vec4<f32> {
  return vec4<f32>(stored);
}

// What 16 bits cannot hold becomes an infinity, by its bits, because a conversion out of range may give anything: the
// infinity reaches a weight's gradient, where the norm finds it and the step is skipped.
fn store4(value: vec4<f32>) -> Stored4 {
  var infinities = vec2<u32>(0x7c007c00u);  // a variable, because constants must be finite
  let fits = abs(value) <= vec4<f32>(65504.0);
  return select(bitcast<vec4<f16>>(infinities), Stored4(select(vec4<f32>(0.0), value, fits)), fits);
}
