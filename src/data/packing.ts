/**
 * Several items in one row: best-fit decreasing, as Ding et al. 2024 (arXiv:2404.10830) pack documents. The longest item
 * comes first, and each goes into the row with the least room that still holds it. Nothing is cut; the same lengths give
 * the same rows. Time grows with items · capacity at worst.
 */

/**
 * @param lengths of the items, 1 … `capacity` each
 * @returns the items of each row, by index; every item is in one row, and no row holds more than `capacity`
 * @throws RangeError for a length outside
 */
export function packRows(lengths: ArrayLike<number>, capacity: number): number[][] {
  const longestFirst = Array.from(lengths, (length, item) => ({ length, item })).sort((a, b) => b.length - a.length);
  const rows: number[][] = [];
  /** Rows by the room that they have left. */
  const byRoom: number[][][] = Array.from({ length: capacity + 1 }, () => []);
  for (const { length, item } of longestFirst) {
    if (!Number.isInteger(length) || length < 1 || length > capacity)
      throw new RangeError(`item ${item} of length ${length} does not fit into a row of ${capacity}`);
    let room = length;
    while (room < capacity && byRoom[room]?.length === 0) room++;
    const row = byRoom[room]?.pop() ?? newRow(rows);
    row.push(item);
    byRoom[room - length]?.push(row);
  }
  return rows;
}

function newRow(rows: number[][]): number[] {
  const row: number[] = [];
  rows.push(row);
  return row;
}
