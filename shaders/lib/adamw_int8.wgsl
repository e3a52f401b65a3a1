// The update of AdamW over a span of an arena whose moments are held in 8 bits, by blocks of 256 elements: lib/moments_int8.wgsl
// Formula of the update and `finish`: lib/adamw.wgsl.
//   m, v    four codes in a u32;  scales  [2, ARENA_BLOCKS], m's and then v's
// Grid: one workgroup of at most 64 a block, folded into two dimensions; each invocation 64 / WORKGROUP_SIZE vec4s of it.
override BLOCKS: u32;
override FIRST_BLOCK: u32;     // the place of the first in the arena, which has ARENA_BLOCKS
override ARENA_BLOCKS: u32;
override GRADIENT_VEC4S: u32;  // beyond them lies padding, whose gradient is 0
override ARENA: u32;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  let block = group.x + group.y * groups.x;
  if (block >= BLOCKS || metrics.is_finite == 0.0) {
    return;
  }
  let scale = vec2<f32>(scales[FIRST_BLOCK + block], scales[ARENA_BLOCKS + FIRST_BLOCK + block]);
  let own = vec4s_of_each();
  var first: array<vec4<f32>, BLOCK / WORKGROUP_SIZE>;
  var second: array<vec4<f32>, BLOCK / WORKGROUP_SIZE>;
  var most = vec2<f32>(0.0);
  for (var k = 0u; k < own; k++) {
    let i = block * BLOCK + k * WORKGROUP_SIZE + lane;
    let g = gradient_at(i) * metrics.gradient_scale;
    first[k] = step_now.beta1 * m_values(m[i], scale.x) + step_now.one_minus_beta1 * g;
    second[k] = step_now.beta2 * v_values(v[i], scale.y) + step_now.one_minus_beta2 * g * g;
    most = max(most, vec2<f32>(largest_of(abs(first[k])), largest_of(second[k])));
    let group = group_of(4u * i);
    let update = first[k] * metrics.m_correction / (sqrt(second[k] * metrics.v_correction) + step_now.epsilon);
    let weight = weights[i] - group.learning_rate * (update + group.weight_decay * weights[i]);
    weights[i] = weight;
    finish(i, weight);
  }

  let largest = vec2<f32>(representable(workgroup_max(most.x, lane)), representable(workgroup_max(most.y, lane)));
  for (var k = 0u; k < own; k++) {
    let i = block * BLOCK + k * WORKGROUP_SIZE + lane;
    let seed = (2u * u32(metrics.count) + 2u * ARENA) * ARENA_BLOCKS * BLOCK + FIRST_BLOCK * BLOCK + i;
    m[i] = m_codes(first[k], largest.x, noise(seed));
    v[i] = v_codes(second[k], largest.y, noise(seed ^ 0x80000000u));
  }
  if (lane == 0u) {
    scales[FIRST_BLOCK + block] = largest.x;
    scales[ARENA_BLOCKS + FIRST_BLOCK + block] = largest.y;
  }
}

fn gradient_at(i: u32) -> vec4<f32> {
  if (i < GRADIENT_VEC4S) {
    return gradient[i];
  }
  return vec4<f32>(0.0);
}

// BLOCK / WORKGROUP_SIZE, but as a value that compilers do not know: some take long over these loops unrolled.
fn vec4s_of_each() -> u32 {
  return arrayLength(&m) / (BLOCKS * WORKGROUP_SIZE);
}
