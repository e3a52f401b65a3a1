// Gradient of attention for queries by tiles staged in workgroup memory: what GPUs want. Formula and bindings: attention_backward_query.wgsl
// Grid: one workgroup 64 rows of one head, two invocations a row: the first holds q and makes p, the second holds dO and
// makes dO · v − D; then each sums half of dq. TILE keys and values at a time pass through workgroup memory.
// Columns of dq, in vec4s, that the first invocation of a row sums; the second has the others.
const HALF4 = (HEAD4 + 1u) / 2u;

var<workgroup> tile: array<vec4<f32>, 2u * TILE * HEAD4>;  // keys, then values
var<workgroup> factors: array<f32, 2u * TILE * 64u>;       // p, then dO · v − D, of each key and row

@compute @workgroup_size(128)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  let index = group.x + group.y * groups.x;
  let blocks = (SEQ + 63u) / 64u;
  let first = index % blocks * 64u;
  let head = index / blocks % HEADS;
  let sequence = index / blocks / HEADS;
  if (sequence >= ROWS / SEQ) {
    return;
  }
  let side = lane / 64u;
  let slot = lane % 64u;
  let t = min(first + slot, SEQ - 1u);  // rows beyond the end repeat the last one
  let row = sequence * SEQ + t;
  let begin = first_key(sequence, t);
  let end = end_of_keys(sequence, t, SEQ);
  let limit = end_of_keys(sequence, min(first + 63u, SEQ - 1u), SEQ);
  let slope = alibi_slope(head);
  let k_base = sequence * SEQ * STRIDE4 + K_COLUMN4 + head / GROUP * HEAD4;
  let v_base = sequence * SEQ * STRIDE4 + V_COLUMN4 + head / GROUP * HEAD4;
  let q_base = row * STRIDE4 + Q_COLUMN4 + head * HEAD4;
  let o_base = (row * HEADS + head) * HEAD4;

  var own: array<vec4<f32>, HEAD4>;
  var figure = 0.0;
  if (side == 0u) {
    figure = lse[row * HEADS + head];
    for (var i = 0u; i < HEAD4; i++) {
      own[i] = load_qkv(qkv[q_base + i]) * SCALE;
    }
  } else {
    for (var i = 0u; i < HEAD4; i++) {
      own[i] = load_d_o(d_o[o_base + i]);
      figure += dot(own[i], load_o(o[o_base + i]));
    }
    if (first + slot < SEQ) {
      delta[row * HEADS + head] = figure;
    }
  }
  var sum: array<vec4<f32>, HALF4>;
  for (var start = first_key(sequence, first); start < limit; start += TILE) {
    workgroupBarrier();
    for (var i = lane; i < TILE * HEAD4; i += 128u) {
      let at = min(start + i / HEAD4, limit - 1u) * STRIDE4 + i % HEAD4;
      tile[i] = load_qkv(qkv[k_base + at]);
      tile[TILE * HEAD4 + i] = load_qkv(qkv[v_base + at]);
    }
    workgroupBarrier();
    for (var j = 0u; j < TILE; j++) {
      var products = vec4<f32>(0.0);
      for (var i = 0u; i < HEAD4; i++) {
        products += own[i] * tile[(side * TILE + j) * HEAD4 + i];
      }
      let product = dot(products, vec4<f32>(1.0)) - figure;
      var factor = product;
      if (side == 0u) {
        factor = select(0.0, exp(biased(product, slope, t, start + j)), start + j - begin < end - begin);
      }
      factors[(side * TILE + j) * 64u + slot] = factor;
    }
    workgroupBarrier();
    for (var j = 0u; j < TILE; j++) {
      let ds = factors[j * 64u + slot] * factors[(TILE + j) * 64u + slot];
      for (var i = 0u; i < HALF4; i++) {
        sum[i] += ds * tile[j * HEAD4 + side * HALF4 + i];
      }
    }
  }
  if (first + slot < SEQ) {
    for (var i = 0u; i < HALF4; i++) {
      let column = side * HALF4 + i;
      if (column < HEAD4) {
        dqkv[q_base + column] = store_dqkv(before_rope(SCALE * sum[i], row, column));
      }
    }
  }
}
