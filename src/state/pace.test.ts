import { expect, test } from 'vitest';
import type { StepPoint } from '../worker/api.ts';
import { newestPace, paceCurve } from './pace.ts';

const steps = (...times: number[]): StepPoint[] =>
  times.map((stepMilliseconds, step) => ({
    step,
    loss: 1,
    learningRate: 1,
    gradNorm: 1,
    stepMilliseconds,
    tokensPerSecond: 100_000 / stepMilliseconds,
  }));
const rounded = (pace: ReturnType<typeof newestPace>) =>
  pace && [pace.milliseconds, pace.tokensPerSecond].map((value) => Math.round(value));

test.each([
  ['no step', [], null],
  ['one step', [50], [50, 2000]],
  ['results that came two at a time', [80, 1e-3, 80, 1e-3], [40, 2500]],
  ['the newest steps alone', [...Array(30).fill(500), ...Array(20).fill(50)], [50, 2000]],
])('the pace of %s', (_what, times, pace) => {
  expect(rounded(newestPace(steps(...times)))).toEqual(pace);
});

test.each([
  [0, []],
  [1, [[50, 2000]]],
  [
    39,
    [
      [50, 2000],
      [50, 2000],
    ],
  ],
  [10_000, Array(3).fill([50, 2000])],
])('the curve of %i steps, at most three stretches', (count, curve) => {
  expect(paceCurve(steps(...Array(count).fill(50)), 3).map(rounded)).toEqual(curve);
});

test('the curve has the stretches in their order, and every step once', () => {
  const slower = steps(...Array.from({ length: 100 }, (_, i) => 10 + i));
  const curve = paceCurve(slower, 2);
  expect(curve.map(({ milliseconds }) => milliseconds)).toEqual([34.5, 84.5]);
});
