// Attention of one query row over a cache, with shared key/value heads, the scores never stored (online softmax, Dao et al. 2022):
//   o[h, :] = Σ_j softmax_j(SCALE · q[h, :] · k[j, g, :] + bias) · v[j, g, :],  g = ⌊h / GROUP⌋
// over the keys that lib/attention_mask.wgsl lets a query at step.position see, with the bias of that file.
//   o     out  [1, HEADS·headSize]  =
//   q     in   [1, …]               columns from Q_COLUMN4 on
//   k, v  in   [KEYS, …]            columns from K_COLUMN4 and V_COLUMN4 on; those that the query does not see are not read
//   step  uniform                   position
// Method: lib/attention_decode_memory.wgsl or lib/attention_decode_subgroups.wgsl, as the launch chooses
// Grid: one workgroup a head. WORKGROUP_SIZE keys at a time: each invocation scores one of them; then, for the weighted sum
// of values, neighbours own neighbouring vec4s of a head, and CREWS of them share the keys.
//#include "lib/attention_mask.wgsl"
//#include "lib/documents_one.wgsl"
//#include "lib/attention_decode_{METHOD}.wgsl"
//#include "lib/step.wgsl"
@group(0) @binding(0) var<storage, read_write> o: array<o_vec4>;
@group(0) @binding(1) var<storage, read> q: array<q_vec4>;
@group(0) @binding(2) var<storage, read> k: array<k_vec4>;
@group(0) @binding(3) var<storage, read> v: array<v_vec4>;
@group(0) @binding(4) var<uniform> step_now: Step;

override KEYS: u32;
override HEADS: u32;
override GROUP: u32;
override K_STRIDE4: u32;
override V_STRIDE4: u32;
override Q_COLUMN4: u32;
override K_COLUMN4: u32;
override V_COLUMN4: u32;
override SCALE: f32;

const CREWS = WORKGROUP_SIZE / HEAD4;
// Below every score: exp of its distance to one is 0.
const LOWEST = -1e30;

var<workgroup> query: array<vec4<f32>, HEAD4>;
var<workgroup> weights: array<f32, WORKGROUP_SIZE>;
var<workgroup> sums: array<vec4<f32>, WORKGROUP_SIZE>;

fn attend(head: u32, lane: u32) {
  let position = min(step_now.position, KEYS - 1u);
  let end = end_of_keys(0u, position, KEYS);
  let slope = alibi_slope(head);
  let k_base = K_COLUMN4 + head / GROUP * HEAD4;
  let v_base = V_COLUMN4 + head / GROUP * HEAD4 + lane % HEAD4;
  let crew = lane / HEAD4;  // CREWS and above: one of those left over, who own nothing
  if (lane < HEAD4) {
    query[lane] = load_q(q[Q_COLUMN4 + head * HEAD4 + lane]) * SCALE;
  }
  workgroupBarrier();

  var sum = vec4<f32>(0.0);
  var largest = LOWEST;
  var total = 0.0;
  for (var first = first_key(0u, position); first < end; first += WORKGROUP_SIZE) {
    let score = biased(scored(first + lane, end, k_base), slope, position, first + lane);
    let next = max(largest, workgroup_max(score, lane));
    let shrink = exp(largest - next);
    let weight = exp(score - next);
    largest = next;
    total = total * shrink + weight;
    weights[lane] = weight;
    workgroupBarrier();
    sum *= shrink;
    if (crew < CREWS) {
      for (var key = crew; key < min(WORKGROUP_SIZE, end - first); key += CREWS) {
        sum += weights[key] * load_v(v[v_base + (first + key) * V_STRIDE4]);
      }
    }
    // Nobody writes weights again before the barriers of the next workgroup_max.
  }

  sums[lane] = sum;
  let whole = workgroup_sum(total, lane);
  if (lane < HEAD4) {
    for (var other = lane + HEAD4; other < CREWS * HEAD4; other += HEAD4) {
      sum += sums[other];
    }
    o[head * HEAD4 + lane] = store_o(sum / whole);
  }
}

// The score of a key, LOWEST beyond the last.
fn scored(key: u32, end: u32, k_base: u32) -> f32 {
  if (key >= end) {
    return LOWEST;
  }
  var products = vec4<f32>(0.0);
  for (var i = 0u; i < HEAD4; i++) {
    products += query[i] * load_k(k[k_base + key * K_STRIDE4 + i]);
  }
  return dot(products, vec4<f32>(1.0));
}
