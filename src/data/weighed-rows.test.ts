import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RowGroup, takenRows, weighedRows } from './weighed-rows.ts';

const passOf = (groups: readonly RowGroup[], seed: number, pass: number): number[] => {
  const rows = weighedRows(groups, seed);
  return Array.from({ length: rows.count }, (_, item) => rows.rowAt(item, pass));
};
/** How often each row is in so many passes. */
function seen(groups: readonly RowGroup[], seed: number, passes: number): number[] {
  const counts = Array<number>(groups.reduce((sum, { rows }) => sum + rows, 0)).fill(0);
  for (let pass = 0; pass < passes; pass++) for (const row of passOf(groups, seed, pass)) counts[row]!++;
  return counts;
}

describe('rows by weights', () => {
  it('are those of the sets in order where every weight is 1', () => {
    const groups = [
      { rows: 3, weight: 1 },
      { rows: 2, weight: 1 },
    ];
    for (const pass of [0, 1, 7]) expect(passOf(groups, 5, pass)).toEqual([0, 1, 2, 3, 4]);
  });

  it.each([
    ['twice at 2', 2, 1, [2, 2, 2, 2]],
    ['three times in two passes at 1.5', 1.5, 2, [3, 3, 3, 3]],
    ['once in two passes at 0.5', 0.5, 2, [1, 1, 1, 1]],
    ['once in four passes at 0.25', 0.25, 4, [1, 1, 1, 1]],
  ])('are seen %s', (_, weight, passes, expected) => {
    expect(seen([{ rows: 4, weight }], 3, passes)).toEqual(expected);
  });

  it('are at least one of a set, however little it weighs', () => {
    expect(takenRows({ rows: 3, weight: 0.01 })).toBe(1);
    expect(passOf([{ rows: 3, weight: 0.01 }], 1, 0)).toHaveLength(1);
  });

  it('are not always the first ones, and others by another seed', () => {
    const half = [{ rows: 100, weight: 0.5 }];
    expect(Math.max(...passOf(half, 1, 0))).toBeGreaterThan(49);
    expect(passOf(half, 1, 0)).not.toEqual(passOf(half, 2, 0));
  });

  it('are seen as often as their weight says, and no row more than once oftener than another of its set', () => {
    const group = fc.record({
      rows: fc.integer({ min: 1, max: 30 }),
      weight: fc.double({ min: 0.05, max: 4, noNaN: true }),
    });
    fc.assert(
      fc.property(
        fc.array(group, { minLength: 1, maxLength: 4 }),
        fc.integer(),
        fc.integer({ min: 1, max: 9 }),
        (groups, seed, passes) => {
          const counts = seen(groups, seed, passes);
          let first = 0;
          for (const { rows, weight } of groups) {
            const own = counts.slice(first, first + rows);
            first += rows;
            expect(Math.max(...own) - Math.min(...own)).toBeLessThanOrEqual(1);
            expect(own.reduce((sum, one) => sum + one, 0)).toBe(passes * takenRows({ rows, weight }));
          }
          expect(passOf(groups, seed, 4)).toEqual(passOf(groups, seed, 4));
        },
      ),
    );
  });
});
