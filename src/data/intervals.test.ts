import { describe, expect, it } from 'vitest';
import { spreadOf, studentQuantile, wilsonInterval } from './intervals.ts';

describe('the interval of a share', () => {
  // As scipy.stats.binomtest(successes, count).proportion_ci(method='wilson') has it.
  it.each([
    [7, 10, 0.3967781, 0.8922087],
    [0, 10, 0, 0.2775328],
    [10, 10, 0.7224672, 1],
    [1, 1, 0.2065493, 1],
    [50, 100, 0.4038315, 0.5961685],
  ])('%i of %i', (successes, count, low, high) => {
    const interval = wilsonInterval(successes, count);
    expect(interval.low).toBeCloseTo(low, 6);
    expect(interval.high).toBeCloseTo(high, 6);
  });

  it('is everything where nothing was counted', () => {
    expect(wilsonInterval(0, 0)).toEqual({ low: 0, high: 1 });
  });
});

describe("Student's t", () => {
  // By inverting the regularised incomplete beta function in 20 digits.
  it.each([
    [1, 12.706205],
    [30, 2.042272],
    [31, 2.039513],
    [40, 2.021075],
    [1000, 1.962339],
  ])('with %i degrees of freedom', (freedom, quantile) => {
    expect(studentQuantile(freedom)).toBeCloseTo(quantile, 4);
  });

  it('falls from each to the next', () => {
    for (let freedom = 1; freedom < 60; freedom++)
      expect(studentQuantile(freedom + 1)).toBeLessThan(studentQuantile(freedom));
  });
});

describe('how values spread', () => {
  it('of one says nothing but itself', () => {
    expect(spreadOf([4])).toEqual({ count: 1, mean: 4, min: 4, max: 4, interval: null });
  });

  it('of alike ones has no width', () => {
    expect(spreadOf([2, 2, 2]).interval).toEqual({ low: 2, high: 2 });
  });

  it('is by mean, range and the interval of the mean', () => {
    const { mean, min, max, interval } = spreadOf([3.8, 4.1, 4.0]);
    expect([min, max]).toEqual([3.8, 4.1]);
    expect(mean).toBeCloseTo(3.96667, 5);
    // 4.302653 · 0.152753 / √3
    expect(interval?.low).toBeCloseTo(3.96667 - 0.379459, 5);
    expect(interval?.high).toBeCloseTo(3.96667 + 0.379459, 5);
  });
});

it('the spread of more values than a call has arguments is told', () => {
  const values = Array.from({ length: 300_000 }, (_, i) => i);
  expect(spreadOf(values)).toMatchObject({ count: 300_000, min: 0, max: 299_999, mean: 149_999.5 });
});
