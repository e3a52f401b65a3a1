// Gradient of attention for queries by score tiles, see lib/attention_tiles.wgsl: what GPUs want. Formula and bindings:
// attention_backward_query.wgsl
// Grid: one workgroup 64 rows of one head, those with most keys first, since the last to end decides.
//#include "lib/outer_product.wgsl"
//#include "lib/attention_tiles.wgsl"
const PAIRS = 2u;  // queries with keys, dO with values
const BESIDE = 0u;
const D_O = OWN_CHUNK;
const K = 2u * OWN_CHUNK;
const V = 2u * OWN_CHUNK + OTHER_CHUNK;

@compute @workgroup_size(THREADS)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  // As a value that compilers do not know: unrolled, this loop has them keep all chunks of the own side in registers.
  let head4 = arrayLength(&d_o) / (ROWS * HEADS);
  let index = group.x + group.y * groups.x;
  let blocks = (SEQ + OWN - 1u) / OWN;
  let of_a_block = HEADS * (ROWS / SEQ);
  if (index >= blocks * of_a_block) {
    return;
  }
  let first = (blocks - 1u - index / of_a_block) * OWN;
  let head = index % HEADS;
  let sequence = index % of_a_block / HEADS;
  let across = lane % ACROSS;
  let down = lane / ACROSS;
  let own = min(first + down + vec4<u32>(0u, 16u, 32u, 48u), vec4<u32>(SEQ - 1u));  // rows beyond the end repeat the last one
  let begin = first_keys(sequence, own);
  let end = ends_of_keys(sequence, own, SEQ);
  let limit = end_of_keys(sequence, min(first + OWN - 1u, SEQ - 1u), SEQ);
  let slope = alibi_slope(head);
  let q_base = Q_COLUMN4 + head * HEAD4;
  let k_base = K_COLUMN4 + head / GROUP * HEAD4;
  let v_base = V_COLUMN4 + head / GROUP * HEAD4;
  let figures = (sequence * SEQ + own) * HEADS + head;

  // D, of which each invocation of a row has a part.
  var d = vec4<f32>(0.0);
  for (var n = 0u; n < COLUMNS4; n++) {
    let column = across + ACROSS * n;
    if (column < HEAD4) {
      for (var i = 0u; i < 4u; i++) {
        let at = figures[i] * HEAD4 + column;
        d[i] += dot(load_d_o(d_o[at]), load_o(o[at]));
      }
    }
  }
  staged[across * DOWN + down] = d;
  workgroupBarrier();
  d = vec4<f32>(0.0);
  for (var n = 0u; n < ACROSS; n++) {
    d += staged[n * DOWN + down];
  }
  let figure = vec4<f32>(lse[figures.x], lse[figures.y], lse[figures.z], lse[figures.w]);

  var sums: Sums;
  for (var start = first_key(sequence, first); start < limit; start += OTHERS) {
    var scores = Scores();
    var products = Scores();  // dO · v
    for (var chunk = 0u; CHUNK4 * chunk < head4; chunk++) {
      workgroupBarrier();
      let column = chunk * CHUNK4 + lane % CHUNK4;
      let columns = min(CHUNK4, head4 - chunk * CHUNK4);
      for (var n = 0u; n < OWN_LOADS; n++) {
        let slot = n * (THREADS / CHUNK4) + lane / CHUNK4;
        let row = sequence * SEQ + min(first + slot, SEQ - 1u);
        staged[slot * PITCH + lane % CHUNK4] = load_qkv(qkv[row * STRIDE4 + q_base + column]);
        staged[D_O + slot * PITCH + lane % CHUNK4] = load_d_o(d_o[(row * HEADS + head) * HEAD4 + column]);
      }
      for (var n = 0u; n < OTHER_LOADS; n++) {
        let slot = n * (THREADS / CHUNK4) + lane / CHUNK4;
        if (slot < OTHERS) {
          let row = sequence * SEQ + min(start + slot, limit - 1u);
          staged[K + slot * PITCH + lane % CHUNK4] = load_qkv(qkv[row * STRIDE4 + k_base + column]);
          staged[V + slot * PITCH + lane % CHUNK4] = load_qkv(qkv[row * STRIDE4 + v_base + column]);
        }
      }
      workgroupBarrier();
      add_scores(&scores, 0u, columns, across, down);
      add_scores(&products, 1u, columns, across, down);
    }
    for (var j = 0u; j < SCORES; j++) {
      let key = start + across + ACROSS * j;
      let weight = exp(biased_rows(SCALE * scores[j], slope, own, key) - figure);
      scores[j] = select(vec4<f32>(0.0), weight * (products[j] - d), within(vec4<u32>(key), begin, end));
    }
    for (var at = start; at < min(limit, start + OTHERS); at += PIECE) {
        let rows = min(PIECE, limit - at);
      workgroupBarrier();
      stage_factors(&scores, across, down);
      for (var n = 0u; n < PIECE_LOADS; n++) {
        let i = n * THREADS + lane;
        if (i < PIECE * HEAD4) {
          let row = sequence * SEQ + min(at + i / HEAD4, limit - 1u);
          staged[FACTORS + i] = load_qkv(qkv[row * STRIDE4 + k_base + i % HEAD4]);
        }
      }
      workgroupBarrier();
      add_weighted(&sums, rows, across, down);
    }
  }

  for (var i = 0u; i < 4u; i++) {
    if (down + 16u * i < SEQ - first) {
      let row = sequence * SEQ + own[i];
      for (var n = 0u; n < COLUMNS4; n++) {
        let column = across + ACROSS * n;
        if (column < HEAD4) {
          dqkv[row * STRIDE4 + q_base + column] = store_dqkv(before_rope(SCALE * sums[n][i], row, column));
        }
      }
      if (across == 0u) {
        delta[figures[i]] = d[i];
      }
    }
  }
}
