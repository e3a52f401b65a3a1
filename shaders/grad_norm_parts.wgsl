// Squares of one gradient arena, or of a matrix in it, summed per workgroup: parts[k] = Σ over the vec4s of workgroup k of g²,
// infinity where one of them is not finite
//   parts     out  [PARTS] f32            =   as words; workgroups beyond the grid count as 0
//   gradient  in   [4·FIRST4 + 4·VEC4S elements] f32, summed from vec4 FIRST4 on
// Grid: at most PARTS workgroups; each strides over the vec4s, in the same order every time.
//#include "lib/workgroup_sum.wgsl"
//#include "lib/finite_words.wgsl"
@group(0) @binding(0) var<storage, read_write> norm_parts: array<u32>;
@group(0) @binding(1) var<storage, read> gradient: array<vec4<u32>>;

override VEC4S: u32;
override FIRST4: u32;
override PARTS: u32;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  var squares = 0.0;
  var finite = true;
  for (var i = group.x * WORKGROUP_SIZE + lane; i < VEC4S; i += groups.x * WORKGROUP_SIZE) {
    let words = gradient[FIRST4 + i];
    finite = finite && are_finite(words);
    let g = bitcast<vec4<f32>>(words);
    squares += dot(g, g);
  }
  note_finite(finite);
  let sum = workgroup_sum(squares, lane);
  if (lane == 0u) {
    norm_parts[group.x] = select(bitcast<u32>(sum), EXPONENT, workgroup_overflows());
    for (var unused = group.x + groups.x; unused < PARTS; unused += groups.x) {
      norm_parts[unused] = 0u;
    }
  }
}
