import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packRows } from './packing.ts';

describe('packRows', () => {
  it.each([
    ['nothing', [], 8, []],
    ['one that fills a row', [8], 8, [[0]]],
    ['two that just fit', [5, 3], 8, [[0, 1]]],
    ['two that just do not', [5, 4], 8, [[0], [1]]],
    ['the row with the least room', [4, 6, 2], 8, [[1, 2], [0]]],
    ['rows of one token', [1, 1], 1, [[0], [1]]],
    ['equal lengths in their order', [2, 2, 2, 2, 2], 4, [[0, 1], [2, 3], [4]]],
  ])('%s', (_, lengths, capacity, rows) => {
    expect(packRows(lengths, capacity)).toEqual(rows);
  });

  it('loses, cuts and repeats no item, fills no row beyond its capacity, and opens none that was not needed', () => {
    const cases = fc
      .integer({ min: 1, max: 40 })
      .chain((capacity) =>
        fc.tuple(fc.constant(capacity), fc.array(fc.integer({ min: 1, max: capacity }), { maxLength: 60 })),
      );
    fc.assert(
      fc.property(cases, ([capacity, lengths]) => {
        const rows = packRows(lengths, capacity);
        expect(rows.flat().toSorted((a, b) => a - b)).toEqual(lengths.map((_, item) => item));
        const filled = rows.map((row) => row.reduce((sum, item) => sum + (lengths[item] as number), 0));
        for (const tokens of filled) expect(tokens).toBeLessThanOrEqual(capacity);
        const [least = capacity, next = capacity] = filled.toSorted((a, b) => a - b);
        expect(least + next).toBeGreaterThan(rows.length > 1 ? capacity : 0);
        expect(packRows(lengths, capacity)).toEqual(rows);
      }),
    );
  });

  it.each([0, 9, 1.5])('refuses a length of %s in rows of 8', (length) => {
    expect(() => packRows([length], 8)).toThrow(RangeError);
  });

  it('packs 100 000 items of random lengths within a second', () => {
    const lengths = Array.from({ length: 100_000 }, (_, i) => 1 + ((i * 7919) % 1024));
    const begun = performance.now();
    expect(packRows(lengths, 1024).length).toBeLessThan(51_500);
    expect(performance.now() - begun).toBeLessThan(5000);
  });
});
