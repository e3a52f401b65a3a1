// Gradient of attention for queries straight from storage, without workgroup memory or barriers: what software adapters want. Formula and bindings: attention_backward_query.wgsl
// Grid: one invocation four rows of one head, straight from storage, four keys at a time: dP = Vᵀ·dO, dQ = dQ + K·dS with
// a column a row of q. Neighbours read the same keys.
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
  let at_q = rows * STRIDE4 + Q_COLUMN4 + head * HEAD4;
  let metrics = rows * HEADS + head;
  let at_o = metrics * HEAD4;
  let k_base = sequence * SEQ * STRIDE4 + K_COLUMN4 + head / GROUP * HEAD4;
  let v_base = sequence * SEQ * STRIDE4 + V_COLUMN4 + head / GROUP * HEAD4;

  let log_total = vec4<f32>(lse[metrics.x], lse[metrics.y], lse[metrics.z], lse[metrics.w]);
  var d = vec4<f32>(0.0);
  for (var i = 0u; i < head4; i++) {
    d += vec4<f32>(
      dot(load_d_o(d_o[at_o.x + i]), load_o(o[at_o.x + i])),
      dot(load_d_o(d_o[at_o.y + i]), load_o(o[at_o.y + i])),
      dot(load_d_o(d_o[at_o.z + i]), load_o(o[at_o.z + i])),
      dot(load_d_o(d_o[at_o.w + i]), load_o(o[at_o.w + i])),
    );
  }
  let start = first_keys(sequence, t);
  let end = ends_of_keys(sequence, t, SEQ);
  let slope = alibi_slope(head);
  var sum: array<mat4x4<f32>, HEAD4>;
  for (var key = start.x; key < end.w; key += 4u) {
    let keys = key + vec4<u32>(0u, 1u, 2u, 3u);
    let loaded = min(keys, vec4<u32>(SEQ - 1u));
    let at_k = k_base + loaded * STRIDE4;
    let at_v = v_base + loaded * STRIDE4;
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
    let ds = mat4x4<f32>(
      select(none, exp(biased4(s[0] * SCALE, slope, t.x, keys) - log_total.x), within(keys, vec4<u32>(start.x), vec4<u32>(end.x))) * (dp[0] - d.x),
      select(none, exp(biased4(s[1] * SCALE, slope, t.y, keys) - log_total.y), within(keys, vec4<u32>(start.y), vec4<u32>(end.y))) * (dp[1] - d.y),
      select(none, exp(biased4(s[2] * SCALE, slope, t.z, keys) - log_total.z), within(keys, vec4<u32>(start.z), vec4<u32>(end.z))) * (dp[2] - d.z),
      select(none, exp(biased4(s[3] * SCALE, slope, t.w, keys) - log_total.w), within(keys, vec4<u32>(start.w), vec4<u32>(end.w))) * (dp[3] - d.w),
    );
    for (var i = 0u; i < head4; i++) {
      let k4 = mat4x4<f32>(load_qkv(qkv[at_k.x + i]), load_qkv(qkv[at_k.y + i]), load_qkv(qkv[at_k.z + i]), load_qkv(qkv[at_k.w + i]));
      sum[i] += k4 * ds;
    }
  }
  for (var a = 0u; a < min(4u, SEQ - first); a++) {
    delta[metrics[a]] = d[a];
    for (var i = 0u; i < head4; i++) {
      dqkv[at_q[a] + i] = store_dqkv(before_rope(SCALE * sum[i][a], rows[a], i));
    }
  }
}
