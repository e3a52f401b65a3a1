import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decimate, smoothed } from './decimate.ts';

describe('decimate', () => {
  test('leaves short series alone', () => {
    const points = [3, 1, 2];
    expect(decimate(points, 4, (value) => value)).toBe(points);
  });

  test('keeps a spike of a single step', () => {
    const points = Array.from({ length: 100_000 }, (_, index) => (index === 54_321 ? 99 : Math.sin(index)));
    const kept = decimate(points, 1000, (value) => value);
    expect(kept.length).toBeLessThanOrEqual(1000);
    expect(kept).toContain(99);
  });

  test('stays within the limit, in order, with both ends and both extremes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer(), { minLength: 5, maxLength: 400 }),
        fc.integer({ min: 4, max: 50 }),
        (values, limit) => {
          const points = values.map((value, index) => ({ value, index }));
          const kept = decimate(points, limit, (point) => point.value);
          expect(kept.length).toBeLessThanOrEqual(Math.max(limit, Math.min(values.length, limit)));
          expect(kept.every((point, index) => index === 0 || point.index > kept[index - 1]!.index)).toBe(true);
          expect(kept[0]).toBe(points[0]);
          expect(kept.at(-1)).toBe(points.at(-1));
          const all = kept.map((point) => point.value);
          expect(Math.max(...all)).toBe(Math.max(...values));
          expect(Math.min(...all)).toBe(Math.min(...values));
        },
      ),
    );
  });
});

/** All of them. */
const smooth = (values: readonly number[], reach: number) =>
  values.map((_, index) => smoothed(values.length, (at) => values[at]!, reach)(index));

describe('smoothed', () => {
  test('a constant and a straight line stay what they are, away from the ends', () => {
    expect(smooth([2, 2, 2, 2], 3)).toEqual([2, 2, 2, 2]);
    const line = Array.from({ length: 60 }, (_, index) => index);
    for (const [index, value] of smooth(line, 5).entries())
      if (index >= 4 && index < 56) expect(value).toBeCloseTo(index, 9);
  });

  test('a single value and no value', () => {
    expect(smooth([7], 10)).toEqual([7]);
    expect(smooth([], 10)).toEqual([]);
  });
});
