// For lib/attention_mask.wgsl: a sequence is one document, as in a cache.
fn document_start(sequence: u32, row: u32) -> u32 {
  return 0u;
}

fn document_end(sequence: u32, row: u32, rows: u32) -> u32 {
  return rows;
}
