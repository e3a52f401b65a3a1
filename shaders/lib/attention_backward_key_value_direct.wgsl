// Gradient of attention for keys and values straight from storage, without workgroup memory or barriers: what software adapters want. Formula and bindings: attention_backward_key_value.wgsl
// Grid: one invocation four rows of one key/value head, straight from storage, four queries at a time: dV = dV + dO·Pᵀ,
// dK = dK + Q·dSᵀ with a column a key. Neighbours read the same queries.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  // HEAD4, but as a value that compilers do not know: some take minutes over these loops unrolled.
  let head4 = arrayLength(&d_o) / (ROWS * HEADS);
  let index = (group.x + group.y * groups.x) * 64u + lane;
  let blocks = (SEQ + 3u) / 4u;
  let sequence = index / blocks % (ROWS / SEQ);
  let kv_head = index / blocks / (ROWS / SEQ);
  if (kv_head >= HEADS / GROUP) {
    return;
  }
  let first = index % blocks * 4u;
  let keys = first + vec4<u32>(0u, 1u, 2u, 3u);
  let held = min(keys, vec4<u32>(SEQ - 1u));  // rows beyond the end repeat the last one
  let key_rows = sequence * SEQ + held;
  let at_k = key_rows * STRIDE4 + K_COLUMN4 + kv_head * HEAD4;
  let at_v = key_rows * STRIDE4 + V_COLUMN4 + kv_head * HEAD4;
  let start = first_queries(sequence, held);
  let end = ends_of_queries(sequence, held, SEQ);

  var dk: array<mat4x4<f32>, HEAD4>;
  var dv: array<mat4x4<f32>, HEAD4>;
  for (var head = kv_head * GROUP; head < (kv_head + 1u) * GROUP; head++) {
    let slope = alibi_slope(head);
    for (var query = start.x; query < end.w; query += 4u) {
      let queries = query + vec4<u32>(0u, 1u, 2u, 3u);
      let rows = sequence * SEQ + min(queries, vec4<u32>(SEQ - 1u));
      let at_q = rows * STRIDE4 + Q_COLUMN4 + head * HEAD4;
      let metrics = rows * HEADS + head;
      let at_o = metrics * HEAD4;
      var s = mat4x4<f32>();
      var dp = mat4x4<f32>();
      for (var i = 0u; i < head4; i++) {
        let k4 = mat4x4<f32>(load_qkv(qkv[at_k.x + i]), load_qkv(qkv[at_k.y + i]), load_qkv(qkv[at_k.z + i]), load_qkv(qkv[at_k.w + i]));
        let v4 = mat4x4<f32>(load_qkv(qkv[at_v.x + i]), load_qkv(qkv[at_v.y + i]), load_qkv(qkv[at_v.z + i]), load_qkv(qkv[at_v.w + i]));
        s[0] += load_qkv(qkv[at_q.x + i]) * k4;
        s[1] += load_qkv(qkv[at_q.y + i]) * k4;
        s[2] += load_qkv(qkv[at_q.z + i]) * k4;
        s[3] += load_qkv(qkv[at_q.w + i]) * k4;
        dp[0] += load_d_o(d_o[at_o.x + i]) * v4;
        dp[1] += load_d_o(d_o[at_o.y + i]) * v4;
        dp[2] += load_d_o(d_o[at_o.z + i]) * v4;
        dp[3] += load_d_o(d_o[at_o.w + i]) * v4;
      }
      let none = vec4<f32>(0.0);
      let p0 = select(none, exp(biased4(s[0] * SCALE, slope, queries.x, held) - lse[metrics.x]), within(vec4<u32>(queries.x), start, end));
      let p1 = select(none, exp(biased4(s[1] * SCALE, slope, queries.y, held) - lse[metrics.y]), within(vec4<u32>(queries.y), start, end));
      let p2 = select(none, exp(biased4(s[2] * SCALE, slope, queries.z, held) - lse[metrics.z]), within(vec4<u32>(queries.z), start, end));
      let p3 = select(none, exp(biased4(s[3] * SCALE, slope, queries.w, held) - lse[metrics.w]), within(vec4<u32>(queries.w), start, end));
      let p = transpose(mat4x4<f32>(p0, p1, p2, p3));
      let ds = transpose(mat4x4<f32>(
        p0 * (dp[0] - delta[metrics.x]),
        p1 * (dp[1] - delta[metrics.y]),
        p2 * (dp[2] - delta[metrics.z]),
        p3 * (dp[3] - delta[metrics.w]),
      ));
      for (var i = 0u; i < head4; i++) {
        let q4 = mat4x4<f32>(load_qkv(qkv[at_q.x + i]), load_qkv(qkv[at_q.y + i]), load_qkv(qkv[at_q.z + i]), load_qkv(qkv[at_q.w + i]));
        let o4 = mat4x4<f32>(load_d_o(d_o[at_o.x + i]), load_d_o(d_o[at_o.y + i]), load_d_o(d_o[at_o.z + i]), load_d_o(d_o[at_o.w + i]));
        dk[i] += q4 * ds;
        dv[i] += o4 * p;
      }
    }
  }
  for (var a = 0u; a < min(4u, SEQ - first); a++) {
    for (var i = 0u; i < head4; i++) {
      dqkv[at_k[a] + i] = store_dqkv(before_rope(SCALE * dk[i][a], key_rows[a], i));
      dqkv[at_v[a] + i] = store_dqkv(dv[i][a]);
    }
  }
}
