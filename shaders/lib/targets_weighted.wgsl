// For the loss: how much each target counts.
//   target_weights  in  [rows] f32
@group(0) @binding({NEXT}) var<storage, read> target_weights: array<f32>;

fn target_weight(row: u32) -> f32 {
  return target_weights[row];
}
