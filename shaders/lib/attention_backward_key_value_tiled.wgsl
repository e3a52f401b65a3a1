// Gradient of attention for keys and values by score tiles, see lib/attention_tiles.wgsl: what GPUs want. Formula and bindings:
// attention_backward_key_value.wgsl
// Grid: one workgroup 64 rows of one key/value head, those with most queries first, since the last to end decides.
//#include "lib/outer_product.wgsl"
//#include "lib/attention_tiles.wgsl"
const PAIRS = 2u;  // keys with queries, values with dO
const BESIDE = 0u;
const V = OWN_CHUNK;
const Q = 2u * OWN_CHUNK;
const D_O = 2u * OWN_CHUNK + OTHER_CHUNK;

@compute @workgroup_size(THREADS)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  // As a value that compilers do not know: unrolled, this loop has them keep all chunks of the own side in registers.
  let head4 = arrayLength(&d_o) / (ROWS * HEADS);
  let index = group.x + group.y * groups.x;
  let blocks = (SEQ + OWN - 1u) / OWN;
  let of_a_block = HEADS / GROUP * (ROWS / SEQ);
  if (index >= blocks * of_a_block) {
    return;
  }
  let first = index / of_a_block * OWN;
  let kv_head = index % (HEADS / GROUP);
  let sequence = index % of_a_block / (HEADS / GROUP);
  let across = lane % ACROSS;
  let down = lane / ACROSS;
  let own = min(first + down + vec4<u32>(0u, 16u, 32u, 48u), vec4<u32>(SEQ - 1u));  // rows beyond the end repeat the last one
  let begin = first_queries(sequence, own);
  let end = ends_of_queries(sequence, own, SEQ);
  let limit = end_of_queries(sequence, min(first + OWN - 1u, SEQ - 1u), SEQ);
  let k_base = K_COLUMN4 + kv_head * HEAD4;
  let v_base = V_COLUMN4 + kv_head * HEAD4;

  var dk: Sums;
  var dv: Sums;
  for (var head = kv_head * GROUP; head < (kv_head + 1u) * GROUP; head++) {
    let slope = alibi_slope(head);
    let q_base = Q_COLUMN4 + head * HEAD4;
    for (var start = first_query(sequence, first); start < limit; start += OTHERS) {
      var scores = Scores();
      var products = Scores();  // v · dO
      for (var chunk = 0u; CHUNK4 * chunk < head4; chunk++) {
        workgroupBarrier();
        let column = chunk * CHUNK4 + lane % CHUNK4;
        let columns = min(CHUNK4, head4 - chunk * CHUNK4);
        for (var n = 0u; n < OWN_LOADS; n++) {
          let slot = n * (THREADS / CHUNK4) + lane / CHUNK4;
          let row = sequence * SEQ + min(first + slot, SEQ - 1u);
          staged[slot * PITCH + lane % CHUNK4] = load_qkv(qkv[row * STRIDE4 + k_base + column]);
          staged[V + slot * PITCH + lane % CHUNK4] = load_qkv(qkv[row * STRIDE4 + v_base + column]);
        }
        for (var n = 0u; n < OTHER_LOADS; n++) {
          let slot = n * (THREADS / CHUNK4) + lane / CHUNK4;
          if (slot < OTHERS) {
            let row = sequence * SEQ + min(start + slot, limit - 1u);
            staged[Q + slot * PITCH + lane % CHUNK4] = load_qkv(qkv[row * STRIDE4 + q_base + column]);
            staged[D_O + slot * PITCH + lane % CHUNK4] = load_d_o(d_o[(row * HEADS + head) * HEAD4 + column]);
          }
        }
        workgroupBarrier();
        add_scores(&scores, 0u, columns, across, down);
        add_scores(&products, 1u, columns, across, down);
      }
      for (var j = 0u; j < SCORES; j++) {
        let query = start + across + ACROSS * j;
        let figure = (sequence * SEQ + min(query, SEQ - 1u)) * HEADS + head;
        let weight = exp(biased_rows(SCALE * scores[j], slope, own, query) - lse[figure]);
        scores[j] = select(vec4<f32>(0.0), weight, within(vec4<u32>(query), begin, end));
        products[j] = scores[j] * (products[j] - delta[figure]);
      }
      for (var at = start; at < min(limit, start + OTHERS); at += PIECE) {
        let rows = min(PIECE, limit - at);
        workgroupBarrier();
        stage_factors(&scores, across, down);
        for (var n = 0u; n < PIECE_LOADS; n++) {
          let i = n * THREADS + lane;
          if (i < PIECE_ROWS) {
            let row = sequence * SEQ + min(at + i / HEAD4, limit - 1u);
            staged[FACTORS + i] = load_d_o(d_o[(row * HEADS + head) * HEAD4 + i % HEAD4]);
          }
        }
        workgroupBarrier();
        add_weighted(&dv, rows, across, down);
        workgroupBarrier();
        stage_factors(&products, across, down);
        for (var n = 0u; n < PIECE_LOADS; n++) {
          let i = n * THREADS + lane;
          if (i < PIECE_ROWS) {
            let row = sequence * SEQ + min(at + i / HEAD4, limit - 1u);
            staged[FACTORS + i] = load_qkv(qkv[row * STRIDE4 + q_base + i % HEAD4]);
          }
        }
        workgroupBarrier();
        add_weighted(&dk, rows, across, down);
      }
    }
  }

  for (var i = 0u; i < 4u; i++) {
    if (down + 16u * i < SEQ - first) {
      let row = sequence * SEQ + own[i];
      for (var n = 0u; n < COLUMNS4; n++) {
        let column = across + ACROSS * n;
        if (column < HEAD4) {
          dqkv[row * STRIDE4 + k_base + column] = store_dqkv(before_rope(SCALE * dk[n][i], row, column));
          dqkv[row * STRIDE4 + v_base + column] = store_dqkv(dv[n][i]);
        }
      }
    }
  }
}
