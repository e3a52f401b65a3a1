import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { HeldOutPoint, StepPoint } from '../worker/api.ts';
import { run } from './fixtures.ts';
import { emptySeries } from './runs.ts';
import { type MeasuredVerdict, type Measurements, measurementsOf, verdictOf } from './verdict.ts';

const point = (step: number, loss: number): HeldOutPoint => ({
  step,
  loss,
  perplexity: Math.exp(loss),
  bitsPerByte: loss / 2,
});

/** Of a run that is over, evaluated every ten steps. */
const of = (losses: readonly number[], change: Partial<Measurements> = {}): Measurements => ({
  heldOut: losses.map((loss, index) => point(10 * (index + 1), loss)),
  trainLoss: null,
  unigramLoss: null,
  passes: null,
  isOver: true,
  isEvaluated: true,
  ...change,
});

function measured(measurements: Measurements): MeasuredVerdict {
  const verdict = verdictOf(measurements);
  if (verdict?.state !== 'measured') throw new Error(`nothing measured: ${JSON.stringify(verdict)}`);
  return verdict;
}

const trendOf = (losses: readonly number[]) => measured(of(losses)).trend;

describe('the trend', () => {
  test.each([
    ['smooth, to the end', [7, 6, 5.4, 5, 4.8, 4.7, 4.62, 4.56], 'falling'],
    ['the fewest that tell', [5, 4.9, 4.8], 'falling'],
    ['slower than half a per cent', [5, 4.6, 4.5, 4.49, 4.485, 4.48], 'flat'],
    ['just faster', [5, 4.6, 4.5, 4.49, 4.48, 4.46], 'falling'],
    ['all the same', [5, 5, 5, 5], 'flat'],
    ['up by less than half a per cent', [5, 4, 4.005, 4.01, 4.015], 'flat'],
    ['over-fitting', [5.6, 5, 4.75, 4.66, 4.65, 4.7, 4.77, 4.85, 4.91, 4.95], 'rising'],
    ['over-fitting soon after a steep fall', [9, 5.2, 4.65, 4.75, 4.85, 4.95], 'rising'],
    ['from the first evaluation on', [4, 4.1, 4.2], 'rising'],
    ['one bad evaluation at the end', [5.6, 5, 4.75, 4.66, 4.6, 4.55, 4.5, 4.9], 'flat'],
    ['one good evaluation early on', [5, 4.2, 4.6, 4.5, 4.45, 4.4, 4.35, 4.3], 'flat'],
    ['noise without a direction', [4.5, 4.58, 4.47, 4.55, 4.49, 4.6, 4.46, 4.57], 'flat'],
    ['falling under noise', [6, 5.6, 5.65, 5.2, 5.25, 4.8, 4.85, 4.4], 'falling'],
    ['rising and falling again', [5, 4.6, 4.8, 4.9, 4.8, 4.6, 4.4, 4.2], 'falling'],
  ] as const)('%s', (_what, losses, trend) => {
    expect(trendOf(losses)).toBe(trend);
  });

  const losses = fc.array(fc.double({ min: 0.1, max: 20, noNaN: true }), { minLength: 1, maxLength: 60 });

  test('of a curve that only falls is never rising, of one that only rises never falling', () => {
    fc.assert(
      fc.property(losses, (values) => {
        const up = [...values].sort((a, b) => a - b);
        expect(trendOf(up)).not.toBe('falling');
        expect(trendOf(up.toReversed())).not.toBe('rising');
      }),
    );
  });

  test('does not depend on how many steps lie between evaluations', () => {
    const positive = fc.integer({ min: 1, max: 1000 });
    fc.assert(
      fc.property(losses, positive, (values, scale) => {
        const few = of(values);
        const many = { ...few, heldOut: few.heldOut.map((one) => ({ ...one, step: scale * one.step })) };
        const { best, latest, ...verdict } = measured(few);
        const scaled = (one: HeldOutPoint) => ({ ...one, step: scale * one.step });
        expect(measured(many)).toEqual({ ...verdict, best: scaled(best), latest: scaled(latest) });
      }),
    );
  });

  test('rises only above the best that there was, which is the lowest and earliest of all', () => {
    fc.assert(
      fc.property(losses, (values) => {
        const { best, trend } = measured(of(values));
        expect(best.loss).toBe(Math.min(...values));
        expect(best.step).toBe(10 * (values.indexOf(best.loss) + 1));
        if (trend === 'rising') expect(values.slice(-2).every((value) => value > best.loss)).toBe(true);
      }),
    );
  });
});

describe('too early', () => {
  test('while fewer than three evaluations of a run under way are there', () => {
    for (const losses of [[], [5], [5, 4]])
      expect(verdictOf(of(losses, { isOver: false }))).toEqual({ state: 'too-early' });
    expect(verdictOf(of([5, 4, 3], { isOver: false }))).toMatchObject({ state: 'measured', trend: 'falling' });
  });

  test('is no word for a run that is over: it has no trend, but what it has reached', () => {
    expect(verdictOf(of([]))).toBeNull();
    expect(measured(of([5, 4], { unigramLoss: 5 }))).toMatchObject({
      trend: null,
      advice: null,
      best: { step: 20 },
      baseline: { loss: 5, gain: 1 },
    });
  });

  test('is not said where nothing comes before the end', () => {
    expect(verdictOf(of([], { isOver: false, isEvaluated: false }))).toBeNull();
  });

  test('a loss that is no number counts as none', () => {
    expect(verdictOf(of([Number.NaN]))).toBeNull();
    expect(measured(of([5, Number.NaN, 4, 3])).trend).toBe('falling');
  });
});

test.each([
  [6, 2],
  [4, 0],
  [3, -1],
])('a baseline of %d is %d above the best of 4', (unigramLoss, gain) => {
  expect(measured(of([5, 4, 4.5], { unigramLoss })).baseline).toEqual({ loss: unigramLoss, gain });
});

describe('what would help', () => {
  const [falling, flat, rising] = [
    [6, 5, 4],
    [4, 4, 4],
    [4, 5, 6],
  ];
  test.each([
    ['still falling under way: nothing', falling, { isOver: false }, null],
    ['still falling at the end', falling, {}, 'more-steps'],
    ['rising under way', rising, { isOver: false, passes: 20 }, 'stop-here'],
    ['rising after few passes', rising, { passes: 3.9 }, 'fewer-steps'],
    ['rising after many', rising, { passes: 4 }, 'more-text'],
    ['rising, passes unknown', rising, {}, 'fewer-steps'],
    ['flat under way: nothing, the rate is still to fall', flat, { isOver: false, trainLoss: 4 }, null],
    ['flat, as good on its own text', flat, { trainLoss: 3.81 }, 'larger-model'],
    ['flat, worse on its own text', flat, { trainLoss: 5 }, 'larger-model'],
    ['flat, far better on its own text, read often', flat, { trainLoss: 3.79, passes: 9 }, 'more-text'],
    ['flat, far better on its own text, read once: nothing', flat, { trainLoss: 3, passes: 1 }, null],
    ['flat, training loss unknown: nothing', flat, {}, null],
    ['flat above the baseline: nothing that is known', flat, { trainLoss: 4, unigramLoss: 3.9 }, null],
  ] as const)('%s', (_what, losses, change, advice) => {
    expect(measured(of(losses, change)).advice).toBe(advice);
  });
});

describe('the measurements of a run', () => {
  const step = (number: number, loss: number): StepPoint => ({
    step: number,
    loss,
    learningRate: 0,
    gradNorm: 0,
    tokensPerSecond: 0,
    stepMilliseconds: 0,
  });

  test('training loss is the mean of the last tenth of the steps, passes count the rows of the steps so far', () => {
    const steps = [...Array.from({ length: 18 }, (_, index) => step(index + 1, 9)), step(19, 4), step(20, 5)];
    const record = { ...run('r', 'running', 18), rowsPerEpoch: 8 };
    const choice = { ...record.choice, batch: 2, accumulate: 3 };
    const series = { ...emptySeries, steps, heldOut: [point(10, 6)] };
    expect(measurementsOf({ ...record, choice, unigramLoss: 7 }, series, false)).toEqual({
      heldOut: [point(10, 6)],
      trainLoss: 4.5,
      unigramLoss: 7,
      passes: 15,
      isOver: false,
      isEvaluated: true,
    });
  });

  test('what is not known is null', () => {
    const record = run('r', 'finished', 5);
    const settings = { ...record.settings, evalEvery: 0 };
    const series = { ...emptySeries, steps: [step(5, Number.NaN)] };
    expect(measurementsOf({ ...record, settings }, series, true)).toMatchObject({
      trainLoss: null,
      passes: null,
      isEvaluated: false,
    });
  });
});
