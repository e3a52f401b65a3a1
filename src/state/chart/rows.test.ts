import { expect, test } from 'vitest';
import { chartDomain, chartRows, figuresOf, logTicks, pointsIn, powersOf, roundTicks, valueAt } from './rows.ts';

const curve = (id: string, ...points: [x: number, value: number][]) => ({
  id,
  points: points.map(([x, value]) => ({ x, value })),
});

test('chartRows joins any number of series at the same place, in order', () => {
  expect(chartRows([curve('a', [1, 5], [2, 4]), curve('b', [0, 6], [2, 4.5]), curve('c')])).toEqual([
    { x: 0, values: { b: 6 } },
    { x: 1, values: { a: 5 } },
    { x: 2, values: { a: 4, b: 4.5 } },
  ]);
  expect(chartRows([])).toEqual([]);
});

test('the domain holds every value and reference, and a logarithmic one stays above zero', () => {
  const [low, high] = chartDomain([curve('a', [1, 5]), curve('b', [2, 2], [3, Number.NaN])], [7], false);
  expect(low).toBeLessThan(2);
  expect(high).toBeGreaterThan(7);
  expect(chartDomain([curve('a', [1, 0])], [], true)[0]).toBeGreaterThan(0);
  expect(chartDomain([], [], false)).toEqual([0, 10]);
});

test.each([
  [0, 400, 6, [0, 100, 200, 300, 400]],
  [0, 236, 6, [0, 50, 100, 150, 200]],
  [1.48, 7.3, 6, [2, 3, 4, 5, 6, 7]],
  [0, 1, 6, [0, 0.2, 0.4, 0.6, 0.8, 1]],
  [3, 3, 6, [3]],
])('roundTicks %s to %s', (low, high, count, ticks) => {
  expect(roundTicks(low, high, count)).toEqual(ticks);
});

test.each([
  [[5.948, 5.95, 5.952], 4],
  [[5.9, 6, 6.1], 3],
  [[9.9998, 10, 10.0002], 6],
  [[0, 100, 200], 3],
  [[0], 3],
  [[], 3],
])('ticks %j have %i figures', (ticks, figures) => {
  expect(figuresOf(ticks)).toBe(figures);
});

test.each([
  [[0, 2000, 4000, 6000, 8000], false, [null, null, null, null, null]],
  [[0, 5000, 10_000], false, [3, 3, 3]],
  [[0, 100_000, 200_000], false, [5, 5, 5]],
  [[0, 50_000, 100_000, 150_000], false, [4, 4, 4, 4]],
  [[20_000], false, [4]],
  [[1000, 5000, 10_000, 2e30], true, [null, null, 4, 30]],
  [[], false, []],
])('ticks %j (logarithmic: %s) are told by powers of ten %j', (ticks, log, powers) => {
  expect(powersOf(ticks, log)).toEqual(powers);
});

test('logTicks: decades by 1, 2, 5; round numbers within less than one', () => {
  expect(logTicks(0.9, 12)).toEqual([1, 2, 5, 10]);
  expect(logTicks(2.1, 4.9)).toEqual([3, 4]);
});

test('valueAt: the newest value at or before a place, none before the first', () => {
  const series = curve('a', [10, 5], [20, 4], [30, 3]);
  expect([9, 10, 19, 20, 99].map((x) => valueAt(series, x)?.value ?? null)).toEqual([null, 5, 5, 4, 3]);
  expect(valueAt(curve('none'), 5)).toBeNull();
});

test('pointsIn: what is seen, and a neighbour on either side', () => {
  const series = curve('a', [0, 1], [10, 2], [20, 3], [30, 4], [40, 5]);
  const seen = (from: number, to: number) => pointsIn(series, { from, to }).map(({ x }) => x);
  expect(pointsIn(series, null)).toHaveLength(5);
  expect(seen(10, 30)).toEqual([0, 10, 20, 30, 40]);
  expect(seen(12, 18)).toEqual([10, 20]);
  expect(seen(45, 60)).toEqual([40]);
  expect(seen(-9, -1)).toEqual([0]);
});
