// What changes from step to step; 64 bytes, written by the host before each submit that needs it. The names are those
// of src/ops/step-words.ts.
struct Step {
  inverse_tokens: f32,  // 1 / counted tokens of the whole optimizer step
  matrices_learning_rate: f32,
  beta1: f32,
  beta2: f32,
  epsilon: f32,
  matrices_weight_decay: f32,
  one_minus_beta1: f32,
  one_minus_beta2: f32,
  clip: f32,            // largest global gradient norm; 0 = no clipping
  position: u32,        // decoding: position of the first row in its sequence; 0 in training
  last_row: u32,        // decoding: row whose logits are wanted
  growth_interval: u32, // good steps after which the loss scale doubles; 0 = the scale never changes
  tables_learning_rate: f32,
  tables_weight_decay: f32,
  vectors_learning_rate: f32,
  vectors_weight_decay: f32,
}
