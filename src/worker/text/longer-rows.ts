/** What longer rows would make of instruction records that do not fit. */
import type { InstructionPreview } from '../api.ts';

/** Rows of twice as many tokens, and twice as many again, until every record fits. @param lengths of the records, in tokens */
export function longerRows(lengths: ArrayLike<number>, seq: number): InstructionPreview['longer'] {
  const all = Array.from(lengths);
  const rows: InstructionPreview['longer'] = [];
  let usable = all.filter((length) => length <= seq).length;
  for (let longer = seq * 2; usable < all.length; longer *= 2) {
    const within = longer;
    usable = all.filter((length) => length <= within).length;
    rows.push({ seq: longer, usable });
  }
  return rows;
}
