// Softmax metrics of one row of `logits`, found in one pass (Milakov & Gimelshein 2018): no exponent is ever positive,
// so nothing overflows. For shaders that declare `logits`, VOCAB and STRIDE4; wants workgroup_sum and workgroup_max.
// Call it from uniform control flow.
const LOWEST = -3.0e38;

struct RowFigures {
  largest: f32,
  sum: f32,  // Σ exp(logit − largest)
}

// A vec4 of a row, with LOWEST in the padding.
fn row_logits(base: u32, i: u32) -> vec4<f32> {
  let columns = vec4<u32>(4u * i) + vec4<u32>(0u, 1u, 2u, 3u);
  return select(vec4<f32>(LOWEST), load_logits(logits[base + i]), columns < vec4<u32>(VOCAB));
}

fn row_figures(base: u32, lane: u32) -> RowFigures {
  var largest = LOWEST;
  var sum = 0.0;
  for (var i = lane; i < STRIDE4; i += WORKGROUP_SIZE) {
    let v = row_logits(base, i);
    let next = max(max(largest, max(v.x, v.y)), max(v.z, v.w));
    sum = sum * exp(largest - next) + dot(exp(v - next), vec4<f32>(1.0));
    largest = next;
  }
  let row_largest = workgroup_max(largest, lane);
  return RowFigures(row_largest, workgroup_sum(sum * exp(largest - row_largest), lane));
}
