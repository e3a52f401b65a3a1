// Attention straight from storage, without workgroup memory or barriers: what software adapters want. Formula and bindings: attention_forward.wgsl
// Grid: one invocation four rows of one head, straight from storage, four keys at a time: S = Kᵀ·Q, O = O·diag(shrink) + V·P
// with a column a row of q. Neighbours read the same keys.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  // HEAD4, but as a value that compilers do not know: some take minutes over these loops unrolled.
  let head4 = arrayLength(&o) / (ROWS * HEADS);
  let index = (group.x + group.y * groups.x) * 64u + lane;
  let blocks = (SEQ + 3u) / 4u;
  let sequence = index / blocks % (ROWS / SEQ);
  let head = index / blocks / (ROWS / SEQ);
  if (head >= HEADS) {
    return;
  }
  let first = index % blocks * 4u;
  let t = min(first + vec4<u32>(0u, 1u, 2u, 3u), vec4<u32>(SEQ - 1u));  // rows beyond the end repeat the last one
  let rows = sequence * SEQ + t;
  let queries = min(first_row() + t, vec4<u32>(KEYS - 1u));
  let start = first_keys(sequence, queries);
  let end = ends_of_keys(sequence, queries, KEYS);
  let slope = alibi_slope(head);
  let at_q = rows * Q_STRIDE4 + Q_COLUMN4 + head * HEAD4;
  let k_base = sequence * KEYS * K_STRIDE4 + K_COLUMN4 + head / GROUP * HEAD4;
  let v_base = sequence * KEYS * V_STRIDE4 + V_COLUMN4 + head / GROUP * HEAD4;

  var sum: array<mat4x4<f32>, HEAD4>;
  var largest = vec4<f32>(LOWEST);
  var total = vec4<f32>(0.0);
  for (var key = start.x; key < end.w; key += 4u) {
    let keys = key + vec4<u32>(0u, 1u, 2u, 3u);
    let loaded = min(keys, vec4<u32>(end.w - 1u));  // what no row sees is not even read: it may be anything
    let at_k = k_base + loaded * K_STRIDE4;
    var s = mat4x4<f32>();
    for (var i = 0u; i < head4; i++) {
      let k4 = mat4x4<f32>(load_k(k[at_k.x + i]), load_k(k[at_k.y + i]), load_k(k[at_k.z + i]), load_k(k[at_k.w + i]));
      s[0] += load_q(q[at_q.x + i]) * k4;
      s[1] += load_q(q[at_q.y + i]) * k4;
      s[2] += load_q(q[at_q.z + i]) * k4;
      s[3] += load_q(q[at_q.w + i]) * k4;
    }
    let lowest = vec4<f32>(LOWEST);
    let s0 = select(lowest, biased4(s[0] * SCALE, slope, queries.x, keys), within(keys, vec4<u32>(start.x), vec4<u32>(end.x)));
    let s1 = select(lowest, biased4(s[1] * SCALE, slope, queries.y, keys), within(keys, vec4<u32>(start.y), vec4<u32>(end.y)));
    let s2 = select(lowest, biased4(s[2] * SCALE, slope, queries.z, keys), within(keys, vec4<u32>(start.z), vec4<u32>(end.z)));
    let s3 = select(lowest, biased4(s[3] * SCALE, slope, queries.w, keys), within(keys, vec4<u32>(start.w), vec4<u32>(end.w)));
    let before = largest;
    let over = transpose(mat4x4<f32>(s0, s1, s2, s3));
    largest = max(max(max(before, over[0]), max(over[1], over[2])), over[3]);
    let shrink = exp(before - largest);
    let p = mat4x4<f32>(exp(s0 - largest.x), exp(s1 - largest.y), exp(s2 - largest.z), exp(s3 - largest.w));
    total = total * shrink + vec4<f32>(1.0) * p;
    let at_v = v_base + loaded * V_STRIDE4;
    for (var i = 0u; i < head4; i++) {
      let v4 = mat4x4<f32>(load_v(v[at_v.x + i]), load_v(v[at_v.y + i]), load_v(v[at_v.z + i]), load_v(v[at_v.w + i]));
      let o4 = sum[i];
      sum[i] = mat4x4<f32>(o4[0] * shrink.x, o4[1] * shrink.y, o4[2] * shrink.z, o4[3] * shrink.w) + v4 * p;
    }
  }
  for (var a = 0u; a < min(4u, SEQ - first); a++) {
    for (var i = 0u; i < head4; i++) {
      o[(rows[a] * HEADS + head) * HEAD4 + i] = store_o(sum[i][a] / total[a]);
    }
    lse[rows[a] * HEADS + head] = largest[a] + log(total[a]);
  }
}
