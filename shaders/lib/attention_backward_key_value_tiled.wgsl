// Gradient of attention for keys and values by tiles staged in workgroup memory: what GPUs want. Formula and bindings: attention_backward_key_value.wgsl
// Grid: one workgroup 64 rows of one key/value head, two invocations a row: the first holds k, makes p and sums dv, the
// second holds v, makes dO · v − D and sums dk. TILE queries at a time pass through workgroup memory, with their dO.
var<workgroup> tile: array<vec4<f32>, 2u * TILE * HEAD4>;  // queries, then dO
var<workgroup> factors: array<f32, 2u * TILE * 64u>;       // p, then dO · v − D, of each query and row

@compute @workgroup_size(128)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  let index = group.x + group.y * groups.x;
  let blocks = (SEQ + 63u) / 64u;
  let first = index % blocks * 64u;
  let kv_head = index / blocks % (HEADS / GROUP);
  let sequence = index / blocks / (HEADS / GROUP);
  if (sequence >= ROWS / SEQ) {
    return;
  }
  let side = lane / 64u;
  let slot = lane % 64u;
  let key = first + slot;
  let held = min(key, SEQ - 1u);  // rows beyond the end repeat the last one
  let row = sequence * SEQ + held;
  let begin = first_query(sequence, held);
  let end = end_of_queries(sequence, held, SEQ);
  let limit = end_of_queries(sequence, min(first + 63u, SEQ - 1u), SEQ);
  let base = row * STRIDE4 + select(V_COLUMN4, K_COLUMN4, side == 0u) + kv_head * HEAD4;

  var own: array<vec4<f32>, HEAD4>;
  for (var i = 0u; i < HEAD4; i++) {
    own[i] = load_qkv(qkv[base + i]) * select(1.0, SCALE, side == 0u);
  }
  var sum: array<vec4<f32>, HEAD4>;
  for (var head = kv_head * GROUP; head < (kv_head + 1u) * GROUP; head++) {
    let slope = alibi_slope(head);
    for (var start = first_query(sequence, first); start < limit; start += TILE) {
      workgroupBarrier();
      for (var i = lane; i < TILE * HEAD4; i += 128u) {
        let query = sequence * SEQ + min(start + i / HEAD4, SEQ - 1u);
        tile[i] = load_qkv(qkv[query * STRIDE4 + Q_COLUMN4 + head * HEAD4 + i % HEAD4]);
        tile[TILE * HEAD4 + i] = load_d_o(d_o[(query * HEADS + head) * HEAD4 + i % HEAD4]);
      }
      workgroupBarrier();
      for (var j = 0u; j < TILE; j++) {
        var products = vec4<f32>(0.0);
        for (var i = 0u; i < HEAD4; i++) {
          products += own[i] * tile[(side * TILE + j) * HEAD4 + i];
        }
        let product = dot(products, vec4<f32>(1.0));
        let query = start + j;
        let figure = (sequence * SEQ + min(query, SEQ - 1u)) * HEADS + head;
        var factor = 0.0;
        if (side == 1u) {
          factor = product - delta[figure];
        } else if (query - begin < end - begin) {
          factor = exp(biased(product, slope, query, held) - lse[figure]);
        }
        factors[(side * TILE + j) * 64u + slot] = factor;
      }
      workgroupBarrier();
      for (var j = 0u; j < TILE; j++) {
        var factor = factors[j * 64u + slot];
        if (side == 1u) {
          factor *= factors[(TILE + j) * 64u + slot];
        }
        for (var i = 0u; i < HEAD4; i++) {
          sum[i] += factor * tile[((1u - side) * TILE + j) * HEAD4 + i];
        }
      }
    }
  }
  if (key < SEQ) {
    // The other column range of this row: the holder of k has summed dv, the holder of v dk.
    let to = row * STRIDE4 + select(K_COLUMN4, V_COLUMN4, side == 0u) + kv_head * HEAD4;
    for (var i = 0u; i < HEAD4; i++) {
      var gradient = sum[i];
      if (side == 1u) {
        gradient = before_rope(SCALE * gradient, row, i);
      }
      dqkv[to + i] = store_dqkv(gradient);
    }
  }
}
