// Dropout (Srivastava et al. 2014): out[i] = or += SCALE · x[i] where a hash of seed, SITE and i keeps i, else 0
//   out   out  [rows, cols]  = or += (ACCUMULATE)
//   x     in   as out
//   seed  in   [1] u32, of the micro-batch
// Grid: one invocation a vec4, folded into two dimensions.
//#include "lib/scrambled.wgsl"
@group(0) @binding(0) var<storage, read_write> out: array<out_vec4>;
@group(0) @binding(1) var<storage, read> x: array<x_vec4>;
@group(0) @binding(2) var<storage, read> seed: array<u32>;

override VEC4S: u32;
override SITE: u32;
override DROPPED: u32;  // hashes below this one drop
override SCALE: f32;    // 1 / (1 − rate)
override ACCUMULATE: u32;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let at = id.x + id.y * groups.x * 64u;
  if (at >= VEC4S) {
    return;
  }
  let stream = scrambled(seed[0] ^ scrambled(SITE));
  let kept = vec4<bool>(is_kept(stream, 4u * at), is_kept(stream, 4u * at + 1u), is_kept(stream, 4u * at + 2u), is_kept(stream, 4u * at + 3u));
  var value = select(vec4<f32>(0.0), SCALE * load_x(x[at]), kept);
  if (ACCUMULATE == 1u) {
    value += load_out(out[at]);
  }
  out[at] = store_out(value);
}

fn is_kept(stream: u32, i: u32) -> bool {
  return scrambled(scrambled(i) ^ stream) >= DROPPED;
}
