// The update of one matrix by Muon (Jordan et al. 2024), with decoupled decay:
//   w = w · (1 − lr·decay) − lr·SHAPE_SCALE·x,  lr and decay of matrices, SHAPE_SCALE = sqrt(max(1, rows / columns))
// Nothing is touched when metrics.is_finite is 0 (a gradient that is not finite). `finish`, which each kernel defines,
// takes the new weights of a vec4. Weights begin at vec4 FIRST4 of what is bound, x at its first.
// Grid: one invocation a vec4, folded into two dimensions.
override VEC4S: u32;
override FIRST4: u32;
override SHAPE_SCALE: f32;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let i = id.x + id.y * groups.x * WORKGROUP_SIZE;
  if (i >= VEC4S || metrics.is_finite == 0.0) {
    return;
  }
  let rate = step_now.matrices_learning_rate;
  let kept = 1.0 - rate * step_now.matrices_weight_decay;
  let weight = kept * weights[FIRST4 + i] - rate * SHAPE_SCALE * x[i];
  weights[FIRST4 + i] = weight;
  finish(FIRST4 + i, weight);
}
