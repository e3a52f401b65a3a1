import { describe, expect, it } from 'vitest';
import { Random } from '../../data/random.ts';
import { bootstrapInterval, pairedInterval } from './bootstrap.ts';

/** Items of [value, 1], whose score is the mean of the values. */
const itemsOf = (values: readonly number[]) => values.map((value) => [value, 1]);
const mean = ([sum = 0, count = 0]: readonly number[]) => sum / count;
const normals = (count: number, seed: number) => {
  const random = new Random(seed);
  return Array.from({ length: count }, () => random.normal());
};

describe('the interval of a score', () => {
  it('is that of the mean where the score is one: 1.96 standard errors to each side', () => {
    const values = normals(400, 5);
    const interval = bootstrapInterval(itemsOf(values), mean, 1);
    const centre = mean([values.reduce((a, b) => a + b), 400]);
    const error = Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / 400 / 400);
    // Of 1000 sets the 25th from either end is known to 0.084 standard errors; this is three times that.
    expect(Math.abs(((interval?.low ?? 0) - centre) / error + 1.96)).toBeLessThan(0.25);
    expect(Math.abs(((interval?.high ?? 0) - centre) / error - 1.96)).toBeLessThan(0.25);
  });

  it('holds the truth about 95 times in 100', () => {
    let held = 0;
    for (let seed = 0; seed < 100; seed++) {
      const { low, high } = bootstrapInterval(itemsOf(normals(25, 1000 + seed)), mean, seed) ?? { low: 0, high: -1 };
      if (low <= 0 && high >= 0) held++;
    }
    expect(held).toBeGreaterThanOrEqual(86);
    expect(held).toBeLessThanOrEqual(99);
  });

  it('is the same by the same seed, and another by another', () => {
    const items = itemsOf(normals(30, 2));
    expect(bootstrapInterval(items, mean, 7)).toEqual(bootstrapInterval(items, mean, 7));
    expect(bootstrapInterval(items, mean, 7)).not.toEqual(bootstrapInterval(items, mean, 8));
  });

  it('is none of fewer than two items, and no wider than what there is', () => {
    expect(bootstrapInterval([], mean, 0)).toBeNull();
    expect(bootstrapInterval(itemsOf([3]), mean, 0)).toBeNull();
    expect(bootstrapInterval(itemsOf([3, 3, 3]), mean, 0)).toEqual({ low: 3, high: 3 });
    expect(bootstrapInterval(itemsOf([0, 1]), mean, 0)).toEqual({ low: 0, high: 1 });
  });
});

describe('the interval of a difference', () => {
  it('is narrow where both models find the same items hard', () => {
    const a = normals(60, 3);
    const b = a.map((value) => value + 0.1);
    const paired = pairedInterval(itemsOf(a), itemsOf(b), mean, 0);
    expect(paired?.low).toBeCloseTo(0.1, 10);
    expect(paired?.high).toBeCloseTo(0.1, 10);
    const alone = bootstrapInterval(itemsOf(a), mean, 0);
    expect((alone?.high ?? 0) - (alone?.low ?? 0)).toBeGreaterThan(0.3);
  });

  it('is none of other items', () => {
    expect(() => pairedInterval(itemsOf([1, 2]), itemsOf([1]), mean, 0)).toThrow(RangeError);
    expect(pairedInterval(itemsOf([1]), itemsOf([2]), mean, 0)).toBeNull();
  });
});
