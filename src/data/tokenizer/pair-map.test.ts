import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PairMap } from './pair-map.ts';

const LARGEST_ID = 2 ** 26 - 1;

describe('PairMap', () => {
  it('tells a pair from its mirror, and from pairs that are not there', () => {
    const map = new PairMap();
    map.set(1, 2, 7);
    expect([map.get(1, 2), map.get(2, 1), map.get(0, 0), map.size]).toEqual([7, -1, -1, 1]);
  });

  it('keeps the largest ids apart', () => {
    const map = new PairMap();
    map.set(LARGEST_ID, LARGEST_ID, 1);
    map.set(LARGEST_ID, LARGEST_ID - 1, 2);
    map.set(LARGEST_ID - 1, LARGEST_ID, 3);
    expect(map.get(LARGEST_ID, LARGEST_ID)).toBe(1);
    expect(map.get(LARGEST_ID, LARGEST_ID - 1)).toBe(2);
    expect(map.get(LARGEST_ID - 1, LARGEST_ID)).toBe(3);
  });

  it('does what a Map does, through growth and deletion', () => {
    // Few ids, so that entries are overwritten and deleted often; many steps, so that the table grows twice.
    const step = fc.record({
      a: fc.integer({ min: 0, max: 60 }),
      b: fc.integer({ min: 0, max: 60 }),
      value: fc.option(fc.nat(), { freq: 4 }),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1000, maxLength: 3000 }), (steps) => {
        const map = new PairMap();
        const expected = new Map<string, number>();
        for (const { a, b, value } of steps) {
          if (value === null) {
            map.delete(a, b);
            expected.delete(`${a},${b}`);
          } else {
            map.set(a, b, value);
            expected.set(`${a},${b}`, value);
          }
        }
        const found = new Map<string, number>();
        for (let a = 0; a <= 60; a++) {
          for (let b = 0; b <= 60; b++) if (map.get(a, b) !== -1) found.set(`${a},${b}`, map.get(a, b));
        }
        expect(map.size).toBe(expected.size);
        expect([...found].sort(([a], [b]) => a.localeCompare(b))).toEqual(
          [...expected].sort(([a], [b]) => a.localeCompare(b)),
        );
      }),
      { numRuns: 20 },
    );
  });
});
