// Elements of the binding {NAME}: f32.
alias {NAME}_vec4 = vec4<f32>;

fn load_{NAME}(held: {NAME}_vec4) -> vec4<f32> {
  return held;
}

fn store_{NAME}(value: vec4<f32>) -> {NAME}_vec4 {
  return value;
}
