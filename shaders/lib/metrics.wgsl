// What a step says of itself; 64 bytes, read back by the host. The names are those of src/ops/step-words.ts.
struct Metrics {
  loss: f32,            // mean over the counted tokens of the whole optimizer step
  gradient_norm: f32,   // of all gradients together, before clipping
  gradient_scale: f32,  // what a gradient is multiplied by: clipping over the loss scale; 0 if norm or loss is not finite
  is_finite: f32,       // 1 if norm and loss are finite, else 0: the update is then skipped
  m_correction: f32,    // AdamW's bias corrections 1 / (1 − β1^t) and 1 / (1 − β2^t)
  v_correction: f32,
  loss_scale: f32,
  count: f32,           // t, AdamW's count of steps
  loss_overflowed: u32, // 1 if the loss of a row is not finite
}
