import { describe, expect, test } from 'vitest';
import type { StepPoint } from '../worker/api.ts';
import { chartDomain, chartRows, heldOutPoints, logTicks, lossCurves, roundTicks, trainPoints } from './chart-rows.ts';
import { seriesToCsv } from './csv.ts';
import { emptySeries } from './runs.ts';

const point = (step: number, loss: number): StepPoint => ({
  step,
  loss,
  learningRate: 0.001,
  gradNorm: 1,
  tokensPerSecond: 100,
  stepMilliseconds: 10,
});
const heldOut = (step: number, loss: number) => ({ step, loss, perplexity: Math.exp(loss), bitsPerByte: loss / 2 });

describe('lossCurves', () => {
  test('a long run stays within a thousand points', () => {
    const steps = Array.from({ length: 50_000 }, (_, index) => point(index + 1, Math.sin(index)));
    const evaluations = Array.from({ length: 5000 }, (_, index) => heldOut(index * 10, index));
    const curves = lossCurves({ ...emptySeries, steps, heldOut: evaluations });
    expect(curves.train.length).toBeLessThanOrEqual(trainPoints);
    expect(curves.smoothed.length).toBe(curves.train.length);
    expect(curves.heldOut.length).toBeLessThanOrEqual(heldOutPoints);
  });

  test('a loss that is not a number is left out instead of breaking the curve', () => {
    const curves = lossCurves({ ...emptySeries, steps: [point(1, 5), point(2, Number.NaN), point(3, 4)] });
    expect(curves.train.map(({ step }) => step)).toEqual([1, 3]);
    expect(curves.smoothed.every(({ value }) => Number.isFinite(value))).toBe(true);
  });
});

const curve = (id: string, ...points: [step: number, value: number][]) => ({
  id,
  points: points.map(([step, value]) => ({ step, value })),
});

test('chartRows joins any number of series at the same step, in order of steps', () => {
  expect(chartRows([curve('a', [1, 5], [2, 4]), curve('b', [0, 6], [2, 4.5]), curve('c')])).toEqual([
    { step: 0, values: { b: 6 } },
    { step: 1, values: { a: 5 } },
    { step: 2, values: { a: 4, b: 4.5 } },
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

test('logTicks: decades by 1, 2, 5; round numbers within less than one', () => {
  expect(logTicks(0.9, 12)).toEqual([1, 2, 5, 10]);
  expect(logTicks(2.1, 4.9)).toEqual([3, 4]);
});

test('csv: one row per step, empty where nothing was measured', () => {
  const csv = seriesToCsv({ ...emptySeries, steps: [point(1, 5)], heldOut: [heldOut(0, 6)] });
  const [head, ...lines] = csv.trimEnd().split('\r\n');
  expect(head?.split(',')).toHaveLength(9);
  expect(lines).toEqual([`0,,6,${Math.exp(6)},3,,,,`, '1,5,,,,0.001,1,100,10']);
});
