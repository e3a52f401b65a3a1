// Momentum of Muon over a span of an arena of matrices, held in 8 bits: blocks of 256 elements with a scale each, as
// lib/moments_int8.wgsl holds m. Formula: muon_momentum.wgsl
//   m          in/out   [256·BLOCKS elements] 8 bits, four in a u32  =
//   scales     in/out   [1, ARENA_BLOCKS] f32      =   the largest |m| of each block
//   gradient   in/out   [256·BLOCKS elements] f32  =   afterwards what is to be orthogonalised
//   metrics    in       see lib/metrics.wgsl
// Grid: one workgroup of at most 64 a block, folded into two dimensions; each invocation 64 / WORKGROUP_SIZE vec4s of it.
//#include "lib/metrics.wgsl"
//#include "lib/workgroup_max.wgsl"
//#include "lib/scrambled.wgsl"
//#include "lib/moments_int8.wgsl"
@group(0) @binding(0) var<storage, read_write> m: array<u32>;
@group(0) @binding(1) var<storage, read_write> scales: array<f32>;
@group(0) @binding(2) var<storage, read_write> gradient: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read> metrics: Metrics;

override BLOCKS: u32;
override FIRST_BLOCK: u32;     // the place of the first in the arena, which has ARENA_BLOCKS
override ARENA_BLOCKS: u32;
override GRADIENT_VEC4S: u32;  // beyond them lies padding, whose gradient is 0
override ARENA: u32;
override MOMENTUM: f32;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  let block = group.x + group.y * groups.x;
  if (block >= BLOCKS || metrics.is_finite == 0.0) {
    return;
  }
  let scale = scales[FIRST_BLOCK + block];
  let own = vec4s_of_each();
  var moments: array<vec4<f32>, BLOCK / WORKGROUP_SIZE>;
  var most = 0.0;
  for (var k = 0u; k < own; k++) {
    let i = block * BLOCK + k * WORKGROUP_SIZE + lane;
    let g = gradient_at(i) * metrics.gradient_scale;
    moments[k] = MOMENTUM * m_values(m[i], scale) + g;
    if (i < GRADIENT_VEC4S) {
      gradient[i] = g + MOMENTUM * moments[k];
    }
    most = max(most, largest_of(abs(moments[k])));
  }

  let largest = representable(workgroup_max(most, lane));
  for (var k = 0u; k < own; k++) {
    let i = block * BLOCK + k * WORKGROUP_SIZE + lane;
    m[i] = m_codes(moments[k], largest, noise((2u * u32(metrics.count) + 2u * ARENA) * ARENA_BLOCKS * BLOCK + FIRST_BLOCK * BLOCK + i));
  }
  if (lane == 0u) {
    scales[FIRST_BLOCK + block] = largest;
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
