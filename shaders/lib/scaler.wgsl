// What the loss scale and AdamW count from step to step; 64 bytes, on the device. The names are those of src/ops/step-words.ts.
struct Scaler {
  loss_scale: f32,
  good_steps: f32,          // in a row
  one_minus_beta1_t: f32,   // 1 − β1^t
  one_minus_beta2_t: f32,
  count: f32,               // t
}
