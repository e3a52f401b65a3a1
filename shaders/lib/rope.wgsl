// The turn of rotary position embedding (Su et al. 2021), rotate-half layout. Position p, pair i of a head's halves:
//   (x[i], x[i + half]) = (x[i] · cos − x[i + half] · sin,  x[i + half] · cos + x[i] · sin),  angle p · θ^(−2i / headSize)
// For shaders that declare `qkv` and `tables` (cosines, then sines, of each position). An invocation owns a part of a head
// of one row: SPAN (const) vec4s, PITCH apart, that hold whole pairs. These are two vec4s where the halves of a head are
// made of vec4s, else the whole head. PARTS of them make a head.
override PARTS: u32;
override STRIDE4: u32;  // of qkv
override HEAD_SIZE: u32;
override PITCH: u32;
override CONTEXT: u32;

alias Part = array<f32, SPAN * 4u>;

fn part_at(base: u32) -> Part {
  var x: Part;
  for (var i = 0u; i < SPAN; i++) {
    let four = load4(qkv[base + i * PITCH]);
    x[i * 4u] = four.x;
    x[i * 4u + 1u] = four.y;
    x[i * 4u + 2u] = four.z;
    x[i * 4u + 3u] = four.w;
  }
  return x;
}

// Part `index` of a head, turned by its position; sign −1 turns it back.
fn turned(part: Part, index: u32, position: u32, sign: f32) -> Part {
  var x = part;
  let cosines = min(position, CONTEXT - 1u) * HEAD_SIZE + index * 4u;
  for (var i = 0u; i < SPAN * 2u; i++) {
    let c = tables[cosines + i];
    let s = sign * tables[cosines + HEAD_SIZE / 2u + i];
    let first = x[i];
    let second = x[i + SPAN * 2u];
    x[i] = first * c - second * s;
    x[i + SPAN * 2u] = second * c + first * s;
  }
  return x;
}

// The vec4 number i of a part.
fn four_of(x: Part, i: u32) -> Stored4 {
  return store4(vec4<f32>(x[i * 4u], x[i * 4u + 1u], x[i * 4u + 2u], x[i * 4u + 3u]));
}
