// Which keys a query sees, and what is added to its scores. Rows of a sequence are counted from 0.
//   CAUSAL     no key after the query
//   WINDOW     only keys less than WINDOW rows away (Mistral's sliding window); 0: at any distance
//   documents  only keys of the query's own document: document_start and document_end, of lib/documents_packed.wgsl in
//              training and lib/documents_one.wgsl over a cache
//   ALIBI      score − slope · distance (Press et al. 2022, arXiv:2108.12409)
// What a query sees is one run of keys, what sees a key is one run of queries, and both only move forward from row to row:
// for a block of rows its first row says where to begin and its last one where to end, and no tile outside is visited.
// Distances are those of rows; within a document they are those of positions too, as both count by one.
override CAUSAL: bool;
override WINDOW: u32;
override ALIBI: bool;

fn first_key(sequence: u32, query: u32) -> u32 {
  return nearest_start(sequence, query);
}

// One past the last of `keys` keys that a query sees.
fn end_of_keys(sequence: u32, query: u32, keys: u32) -> u32 {
  if (CAUSAL) {
    return min(query + 1u, keys);
  }
  return nearest_end(sequence, query, keys);
}

fn first_query(sequence: u32, key: u32) -> u32 {
  if (CAUSAL) {
    return key;
  }
  return nearest_start(sequence, key);
}

// One past the last of `queries` queries that see a key.
fn end_of_queries(sequence: u32, key: u32, queries: u32) -> u32 {
  return nearest_end(sequence, key, queries);
}

// The same of four rows.
fn first_keys(sequence: u32, queries: vec4<u32>) -> vec4<u32> {
  return vec4<u32>(first_key(sequence, queries.x), first_key(sequence, queries.y), first_key(sequence, queries.z), first_key(sequence, queries.w));
}

fn ends_of_keys(sequence: u32, queries: vec4<u32>, keys: u32) -> vec4<u32> {
  return vec4<u32>(
    end_of_keys(sequence, queries.x, keys),
    end_of_keys(sequence, queries.y, keys),
    end_of_keys(sequence, queries.z, keys),
    end_of_keys(sequence, queries.w, keys),
  );
}

fn first_queries(sequence: u32, keys: vec4<u32>) -> vec4<u32> {
  return vec4<u32>(first_query(sequence, keys.x), first_query(sequence, keys.y), first_query(sequence, keys.z), first_query(sequence, keys.w));
}

fn ends_of_queries(sequence: u32, keys: vec4<u32>, queries: u32) -> vec4<u32> {
  return vec4<u32>(
    end_of_queries(sequence, keys.x, queries),
    end_of_queries(sequence, keys.y, queries),
    end_of_queries(sequence, keys.z, queries),
    end_of_queries(sequence, keys.w, queries),
  );
}

fn nearest_start(sequence: u32, row: u32) -> u32 {
  var start = document_start(sequence, row);
  if (WINDOW > 0u) {
    start = max(start, row + 1u - min(WINDOW, row + 1u));
  }
  return start;
}

fn nearest_end(sequence: u32, row: u32, rows: u32) -> u32 {
  var end = document_end(sequence, row, rows);
  if (WINDOW > 0u) {
    end = min(end, row + WINDOW);
  }
  return end;
}

// Whether each of `rows` lies in a run. Rows before it wrap round, and lie beyond it too.
fn within(rows: vec4<u32>, start: vec4<u32>, end: vec4<u32>) -> vec4<bool> {
  return rows - start < end - start;
}

// Slopes of 2ⁿ heads fall from one to the next by the same factor, to 2⁻⁸ in the last; heads beyond the largest 2ⁿ take every
// other slope of twice as many.
fn alibi_slope(head: u32) -> f32 {
  if (!ALIBI) {
    return 0.0;
  }
  let heads = 1u << firstLeadingBit(HEADS);
  var steps = 2u * (head + 1u);
  if (head >= heads) {
    steps = 2u * (head - heads) + 1u;
  }
  return exp2(-4.0 * f32(steps) / f32(heads));
}

fn biased(score: f32, slope: f32, query: u32, key: u32) -> f32 {
  if (ALIBI) {
    return score - slope * abs(f32(query) - f32(key));
  }
  return score;
}

// The same of one query and four keys.
fn biased4(scores: vec4<f32>, slope: f32, query: u32, keys: vec4<u32>) -> vec4<f32> {
  if (ALIBI) {
    return scores - slope * abs(vec4<f32>(f32(query)) - vec4<f32>(keys));
  }
  return scores;
}

// The same of four queries and one key.
fn biased_rows(scores: vec4<f32>, slope: f32, queries: vec4<u32>, key: u32) -> vec4<f32> {
  if (ALIBI) {
    return scores - slope * abs(vec4<f32>(queries) - vec4<f32>(f32(key)));
  }
  return scores;
}
