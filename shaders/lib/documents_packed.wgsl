// For lib/attention_mask.wgsl: with DOCUMENTS a sequence of SEQ rows holds documents one after the other, told apart by their
// positions, which count from 0 in each. The first may be the rest of one that began in another sequence.
//   positions  in  [rows] i32
override DOCUMENTS: bool;

fn document_start(sequence: u32, row: u32) -> u32 {
  if (DOCUMENTS) {
    return row - min(u32(positions[sequence * SEQ + row]), row);
  }
  return 0u;
}

// The first row whose document begins after `row`. Starts never fall, so that halving finds it.
fn document_end(sequence: u32, row: u32, rows: u32) -> u32 {
  if (!DOCUMENTS) {
    return rows;
  }
  var low = row + 1u;
  var high = rows;
  while (low < high) {
    let middle = (low + high) / 2u;
    if (document_start(sequence, middle) > row) {
      high = middle;
    } else {
      low = middle + 1u;
    }
  }
  return low;
}
