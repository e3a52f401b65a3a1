/**
 * Rows of several sets in one run, by weights: of a set of n rows and weight w, round(w · n) are in a pass, at least one. They
 * are the next ones around a circle of the set's rows, so that a row is seen w times a pass on the average: at weight 2 each
 * twice, at weight 1 each once, at weight 0.5 each once in two passes. After any number of passes no row of a set was seen
 * more than once oftener than another. Which rows a pass has follows from its number and the seed alone.
 */
import { mixSeed, permutation } from './random.ts';

export interface RowGroup {
  /** At least one. */
  readonly rows: number;
  /** More than 0. */
  readonly weight: number;
}

/** In a pass. */
export const takenRows = ({ rows, weight }: RowGroup): number => Math.max(1, Math.round(weight * rows));

export interface WeighedRows {
  /** Rows of a pass. */
  readonly count: number;
  /** Item 0 … count − 1 of a pass: a row, counted through all groups. */
  rowAt(item: number, pass: number): number;
}

export function weighedRows(groups: readonly RowGroup[], seed: number): WeighedRows {
  let count = 0;
  let firstRow = 0;
  const circles = groups.map((group, place) => {
    const { rows } = group;
    const taken = takenRows(group);
    // Where every pass has each row equally often, the order around the circle changes nothing.
    const order = taken % rows === 0 ? null : permutation(rows, mixSeed(seed, 'weighed', place));
    const circle = { firstItem: count, firstRow, rows, taken, order };
    count += taken;
    firstRow += rows;
    return circle;
  });
  return {
    count,
    rowAt(item, pass) {
      const circle = circles.findLast(({ firstItem }) => item >= firstItem);
      if (!circle || item >= count) throw new RangeError(`item ${item} of ${count} rows`);
      const place = (pass * circle.taken + item - circle.firstItem) % circle.rows;
      return circle.firstRow + (circle.order?.[place] ?? place);
    },
  };
}
