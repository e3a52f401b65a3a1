import { describe, expect, it } from 'vitest';
import { differenceInterval, meanInterval, tQuantile } from './statistics.ts';

describe('the quantiles of Student’s t', () => {
  // From the table in NIST/SEMATECH's e-Handbook of Statistical Methods, 1.3.6.7.2: two-sided, so 0.975 is 95 %.
  it.each([
    [1, 12.706],
    [2, 4.303],
    [3, 3.182],
    [4, 2.776],
    [5, 2.571],
    [8, 2.306],
    [9, 2.262],
    [10, 2.228],
    [29, 2.045],
    [30, 2.042],
    [100, 1.984],
  ])('%d degrees of freedom, 95 %%: %d', (freedom, expected) => {
    expect(tQuantile(freedom)).toBeCloseTo(expected, 3);
  });

  it.each([
    [1, 0.9, 6.314],
    [2, 0.99, 9.925],
    [7, 0.99, 3.499],
    [10, 0.9, 1.812],
  ])('%d degrees of freedom, confidence %d: %d', (freedom, confidence, expected) => {
    expect(tQuantile(freedom, confidence)).toBeCloseTo(expected, 3);
  });
});

describe('meanInterval', () => {
  it('is the mean ± t · s / √n', () => {
    // s = 0.01, n = 3: 4.303 · 0.01 / √3
    const interval = meanInterval([3.61, 3.62, 3.63]);
    expect(interval?.mean).toBeCloseTo(3.62, 12);
    expect(interval?.half).toBeCloseTo(0.024843, 5);
  });

  it('has no width where all agree, and is unknown of one value', () => {
    expect(meanInterval([2, 2])).toEqual({ mean: 2, half: 0 });
    expect(meanInterval([2])).toBeNull();
    expect(meanInterval([])).toBeNull();
  });
});

describe('differenceInterval', () => {
  it('pools the noise of both', () => {
    // s² = (0.0002 + 0.0002) / 4, t(4) = 2.776
    const interval = differenceInterval([3.61, 3.62, 3.63], [3.51, 3.52, 3.53]);
    expect(interval?.mean).toBeCloseTo(0.1, 12);
    expect(interval?.half).toBeCloseTo(2.7764 * 0.01 * Math.sqrt(2 / 3), 5);
  });

  it('lets one value stand against several, with their noise', () => {
    const interval = differenceInterval([3.7], [3.61, 3.62, 3.63]);
    expect(interval?.mean).toBeCloseTo(0.08, 12);
    expect(interval?.half).toBeCloseTo(4.3027 * 0.01 * Math.sqrt(4 / 3), 5);
  });

  it('is unknown where neither has two', () => {
    expect(differenceInterval([1], [2])).toBeNull();
    expect(differenceInterval([], [1, 2, 3])).toBeNull();
  });
});
