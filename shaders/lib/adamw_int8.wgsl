// The update of AdamW over one arena whose moments are held in 8 bits, by blocks of 256 elements with a scale each, the
// block's largest (Dettmers et al. 2022, arXiv:2110.02861, with roots in the place of a table of values):
//   m ≈ sign(c)·(c / 127)²·scale,  v ≈ (c / 255)⁴·scale,  c the 8-bit code, rounded at random as in lib/moments_bf16.wgsl
// Formula of the update and `finish`: lib/adamw.wgsl. A v above zero never gets code 0: m / (sqrt(v) + ε) would explode.
//   m, v    four codes in a u32;  scales  [2, BLOCKS], m's and then v's
// Grid: one workgroup of at most 64 a block, folded into two dimensions; each invocation 64 / WORKGROUP_SIZE vec4s of it.
override BLOCKS: u32;
override ARENA: u32;

const SMALLEST = 1.2e-38;  // below lie numbers that adapters may take for zero
const BLOCK = 64u;         // vec4s

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  let block = group.x + group.y * groups.x;
  if (block >= BLOCKS || metrics.is_finite == 0.0) {
    return;
  }
  let scale = vec2<f32>(scales[block], scales[BLOCKS + block]);
  let own = vec4s_of_each();
  var first: array<vec4<f32>, BLOCK / WORKGROUP_SIZE>;
  var second: array<vec4<f32>, BLOCK / WORKGROUP_SIZE>;
  var most = vec2<f32>(0.0);
  for (var k = 0u; k < own; k++) {
    let i = block * BLOCK + k * WORKGROUP_SIZE + lane;
    let m_roots = unpack4x8snorm(m[i]);
    let v_roots = unpack4x8unorm(v[i]);
    let g = gradient[i] * metrics.gradient_scale;
    first[k] = step_now.beta1 * m_roots * abs(m_roots) * scale.x + step_now.one_minus_beta1 * g;
    second[k] = step_now.beta2 * v_roots * v_roots * v_roots * v_roots * scale.y + step_now.one_minus_beta2 * g * g;
    most = max(most, vec2<f32>(largest_of(abs(first[k])), largest_of(second[k])));
    let group = group_of(4u * i);
    let update = first[k] * metrics.m_correction / (sqrt(second[k] * metrics.v_correction) + step_now.epsilon);
    let weight = weights[i] - group.learning_rate * (update + group.weight_decay * weights[i]);
    weights[i] = weight;
    finish(i, weight);
  }

  let found = vec2<f32>(workgroup_max(most.x, lane), workgroup_max(most.y, lane));
  let largest = select(vec2<f32>(0.0), found, found >= vec2<f32>(SMALLEST));
  for (var k = 0u; k < own; k++) {
    let i = block * BLOCK + k * WORKGROUP_SIZE + lane;
    let seed = (2u * u32(metrics.count) + 2u * ARENA) * BLOCKS * BLOCK + i;
    m[i] = m_codes(first[k], largest.x, noise(seed));
    v[i] = v_codes(second[k], largest.y, noise(seed ^ 0x80000000u));
  }
  if (lane == 0u) {
    scales[block] = largest.x;
    scales[BLOCKS + block] = largest.y;
  }
}

// BLOCK / WORKGROUP_SIZE, but as a value that compilers do not know: some take long over these loops unrolled.
fn vec4s_of_each() -> u32 {
  return arrayLength(&m) / (BLOCKS * WORKGROUP_SIZE);
}

fn largest_of(value: vec4<f32>) -> f32 {
  return max(max(value.x, value.y), max(value.z, value.w));
}

// Four numbers from 0 to below 1.
fn noise(seed: u32) -> vec4<f32> {
  let bits = scrambled(seed);
  return vec4<f32>(vec4<u32>(bits & 0xffu, (bits >> 8u) & 0xffu, (bits >> 16u) & 0xffu, bits >> 24u)) / 256.0;
}

// The largest gets the largest code whatever the division makes of it, so that codes and scale follow from the values.
fn m_codes(value: vec4<f32>, largest: f32, luck: vec4<f32>) -> u32 {
  let share = sqrt(abs(value) / max(largest, SMALLEST));
  let codes = select(min(floor(127.0 * share + luck), vec4<f32>(127.0)), vec4<f32>(127.0), abs(value) == vec4<f32>(largest));
  return pack4x8snorm(select(vec4<f32>(0.0), sign(value) * codes / 127.0, largest > 0.0));
}

fn v_codes(value: vec4<f32>, largest: f32, luck: vec4<f32>) -> u32 {
  let share = sqrt(sqrt(value / max(largest, SMALLEST)));
  let least = select(vec4<f32>(0.0), vec4<f32>(1.0), value > vec4<f32>(0.0));
  let codes = select(clamp(floor(255.0 * share + luck), least, vec4<f32>(255.0)), vec4<f32>(255.0), value == vec4<f32>(largest));
  return pack4x8unorm(select(vec4<f32>(0.0), codes / 255.0, largest > 0.0));
}
