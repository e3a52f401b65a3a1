// Attention by score tiles, see lib/attention_tiles.wgsl: what GPUs want. Formula and bindings: attention_forward.wgsl
// Grid: one workgroup 64 rows of one head, those with most keys first, since the last to end decides; tiles of keys that no row
// sees are not visited.
//#include "lib/outer_product.wgsl"
//#include "lib/attention_tiles.wgsl"
const PAIRS = 1u;  // queries with keys
const BESIDE = THREADS;  // largest scores
const MAXIMA = OWN_CHUNK + OTHER_CHUNK;

@compute @workgroup_size(THREADS)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  // As a value that compilers do not know: unrolled, this loop has them keep all chunks of the own side in registers.
  let head4 = arrayLength(&o) / (ROWS * HEADS);
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
  let queries = min(first_row() + own, vec4<u32>(KEYS - 1u));
  let begin = first_keys(sequence, queries);
  let end = ends_of_keys(sequence, queries, KEYS);
  let limit = end_of_keys(sequence, min(first_row() + min(first + OWN - 1u, SEQ - 1u), KEYS - 1u), KEYS);
  let slope = alibi_slope(head);
  let q_base = Q_COLUMN4 + head * HEAD4;
  let k_base = K_COLUMN4 + head / GROUP * HEAD4;
  let v_base = V_COLUMN4 + head / GROUP * HEAD4;

  var sums: Sums;
  var largest = vec4<f32>(LEAST);
  var total = vec4<f32>(0.0);  // of the keys of this invocation
  for (var start = first_key(sequence, min(first_row() + first, KEYS - 1u)); start < limit; start += OTHERS) {
    var scores = Scores();
    for (var chunk = 0u; CHUNK4 * chunk < head4; chunk++) {
      workgroupBarrier();
      let column = chunk * CHUNK4 + lane % CHUNK4;
      let columns = min(CHUNK4, head4 - chunk * CHUNK4);
      for (var n = 0u; n < OWN_LOADS; n++) {
        let slot = n * (THREADS / CHUNK4) + lane / CHUNK4;
        staged[slot * PITCH + lane % CHUNK4] = load_q(q[(sequence * SEQ + min(first + slot, SEQ - 1u)) * Q_STRIDE4 + q_base + column]);
      }
      for (var n = 0u; n < OTHER_LOADS; n++) {
        let slot = n * (THREADS / CHUNK4) + lane / CHUNK4;
        staged[OWN_CHUNK + slot * PITCH + lane % CHUNK4] = load_k(k[(sequence * KEYS + min(start + slot, limit - 1u)) * K_STRIDE4 + k_base + column]);
      }
      workgroupBarrier();
      add_scores(&scores, 0u, columns, across, down);
    }
    var top = largest;
    for (var j = 0u; j < SCORES; j++) {
      let key = start + across + ACROSS * j;
      let visible = within(vec4<u32>(key), begin, end);
      scores[j] = select(vec4<f32>(LOWEST), biased_rows(SCALE * scores[j], slope, queries, key), visible);
      top = max(top, scores[j]);
    }
    staged[MAXIMA + across * DOWN + down] = top;
    workgroupBarrier();
    for (var n = 0u; n < ACROSS; n++) {
      top = max(top, staged[MAXIMA + n * DOWN + down]);
    }
    let shrink = exp(largest - top);
    largest = top;
    total *= shrink;
    for (var j = 0u; j < SCORES; j++) {
      scores[j] = exp(scores[j] - top);
      total += scores[j];
    }
    for (var n = 0u; n < COLUMNS4; n++) {
      sums[n] = mat4x4<f32>(sums[n][0] * shrink.x, sums[n][1] * shrink.y, sums[n][2] * shrink.z, sums[n][3] * shrink.w);
    }
    for (var at = start; at < min(limit, start + OTHERS); at += PIECE) {
        let rows = min(PIECE, limit - at);
      workgroupBarrier();
      stage_factors(&scores, across, down);
      for (var n = 0u; n < PIECE_LOADS; n++) {
        let i = n * THREADS + lane;
        if (i < PIECE * HEAD4) {
          let key = min(at + i / HEAD4, limit - 1u);
          staged[FACTORS + i] = load_v(v[(sequence * KEYS + key) * V_STRIDE4 + v_base + i % HEAD4]);
        }
      }
      workgroupBarrier();
      add_weighted(&sums, rows, across, down);
    }
  }

  workgroupBarrier();
  staged[across * DOWN + down] = total;
  workgroupBarrier();
  total = vec4<f32>(0.0);
  for (var n = 0u; n < ACROSS; n++) {
    total += staged[n * DOWN + down];
  }
  let to = (sequence * SEQ + own) * HEADS + head;
  for (var i = 0u; i < 4u; i++) {
    if (down + 16u * i < SEQ - first) {
      for (var n = 0u; n < COLUMNS4; n++) {
        let column = across + ACROSS * n;
        if (column < HEAD4) {
          o[to[i] * HEAD4 + column] = store_o(sums[n][i] / total[i]);
        }
      }
      if (across == 0u) {
        lse[to[i]] = largest[i] + log(total[i]);
      }
    }
  }
}
