// Storage type of weights' compute copies, activations and their gradients: f32.
// Every shader reads and writes them through these names, so that a 16-bit prelude can stand in for this one.
alias Stored4 = vec4<f32>;

fn load4(stored: Stored4) -> vec4<f32> {
  return stored;
}

fn store4(value: vec4<f32>) -> Stored4 {
  return value;
}
