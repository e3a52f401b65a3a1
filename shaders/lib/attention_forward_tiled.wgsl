// Attention by tiles staged in workgroup memory: what GPUs want. Formula and bindings: attention_forward.wgsl
// Grid: one workgroup 64 rows of one head, an invocation a row with its query and its sum in registers; TILE keys and
// values at a time pass through workgroup memory, and tiles that no row sees are not visited.
var<workgroup> key_tile: array<vec4<f32>, TILE * HEAD4>;
var<workgroup> value_tile: array<vec4<f32>, TILE * HEAD4>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  let index = group.x + group.y * groups.x;
  let blocks = (SEQ + 63u) / 64u;
  let first = index % blocks * 64u;
  let head = index / blocks % HEADS;
  let sequence = index / blocks / HEADS;
  if (sequence >= ROWS / SEQ) {
    return;
  }
  let t = min(first + lane, SEQ - 1u);  // rows beyond the end repeat the last one
  let row = sequence * SEQ + t;
  let query_row = min(first_row() + t, KEYS - 1u);
  let begin = first_key(sequence, query_row);
  let end = end_of_keys(sequence, query_row, KEYS);
  let limit = end_of_keys(sequence, min(first_row() + min(first + 63u, SEQ - 1u), KEYS - 1u), KEYS);
  let slope = alibi_slope(head);
  let q_base = row * Q_STRIDE4 + Q_COLUMN4 + head * HEAD4;
  let k_base = sequence * KEYS * K_STRIDE4 + K_COLUMN4 + head / GROUP * HEAD4;
  let v_base = sequence * KEYS * V_STRIDE4 + V_COLUMN4 + head / GROUP * HEAD4;

  var query: array<vec4<f32>, HEAD4>;
  var sum: array<vec4<f32>, HEAD4>;
  for (var i = 0u; i < HEAD4; i++) {
    query[i] = load_q(q[q_base + i]) * SCALE;
  }
  var largest = LOWEST;
  var total = 0.0;
  for (var start = first_key(sequence, min(first_row() + first, KEYS - 1u)); start < limit; start += TILE) {
    workgroupBarrier();
    for (var i = lane; i < TILE * HEAD4; i += 64u) {
      let key = min(start + i / HEAD4, limit - 1u);
      key_tile[i] = load_k(k[k_base + key * K_STRIDE4 + i % HEAD4]);
      value_tile[i] = load_v(v[v_base + key * V_STRIDE4 + i % HEAD4]);
    }
    workgroupBarrier();
    for (var j = 0u; j < TILE; j += 4u) {
      if (start + j >= end) {
        break;
      }
      if (start + j + 4u <= begin) {
        continue;
      }
      var products = mat4x4<f32>();
      for (var i = 0u; i < HEAD4; i++) {
        let at = j * HEAD4 + i;
        products[0] += query[i] * key_tile[at];
        products[1] += query[i] * key_tile[at + HEAD4];
        products[2] += query[i] * key_tile[at + 2u * HEAD4];
        products[3] += query[i] * key_tile[at + 3u * HEAD4];
      }
      let keys = start + j + vec4<u32>(0u, 1u, 2u, 3u);
      let visible = within(keys, vec4<u32>(begin), vec4<u32>(end));
      let score = select(vec4<f32>(LOWEST), biased4(vec4<f32>(1.0) * products, slope, query_row, keys), visible);
      let top = max(max(score.x, score.y), max(score.z, score.w));
      if (top > largest) {
        let shrink = exp(largest - top);
        largest = top;
        total *= shrink;
        for (var i = 0u; i < HEAD4; i++) {
          sum[i] *= shrink;
        }
      }
      let p = exp(score - largest);
      total += p.x + p.y + p.z + p.w;
      for (var i = 0u; i < HEAD4; i++) {
        let at = j * HEAD4 + i;
        sum[i] += p.x * value_tile[at] + p.y * value_tile[at + HEAD4]
          + p.z * value_tile[at + 2u * HEAD4] + p.w * value_tile[at + 3u * HEAD4];
      }
    }
  }
  if (first + lane < SEQ) {
    for (var i = 0u; i < HEAD4; i++) {
      o[(row * HEADS + head) * HEAD4 + i] = store_o(sum[i] / total);
    }
    lse[row * HEADS + head] = largest + log(total);
  }
}
