import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RunEvent, StepPoint } from '../worker/api.ts';
import { emptySeries, mergeByStep, mergeSeries, seriesOfEvent, stepsDone } from './runs.ts';

const point = (step: number, loss = step): StepPoint => ({
  step,
  loss,
  learningRate: 0,
  gradNorm: 0,
  tokensPerSecond: 0,
  stepMilliseconds: 0,
});
const steps = (points: readonly { step: number }[]) => points.map((one) => one.step);

test('repeated steps replace the old ones, from the first repeated one on', () => {
  const merged = mergeByStep([point(1), point(2), point(3), point(4)], [point(3, 30), point(4, 40), point(5, 50)]);
  expect(merged.map((one) => one.loss)).toEqual([1, 2, 30, 40, 50]);
  expect(steps(mergeByStep([point(8), point(9)], [point(3)]))).toEqual([3]);
  expect(steps(mergeByStep([], [point(1)]))).toEqual([1]);
  expect(steps(mergeByStep([point(1)], []))).toEqual([1]);
});

test('any mix of parts stays strictly ascending and ends with what came last', () => {
  const ascending = fc.uniqueArray(fc.nat(200), { maxLength: 30 }).map((list) => list.sort((a, b) => a - b));
  fc.assert(
    fc.property(ascending, ascending, (known, come) => {
      const merged = steps(
        mergeByStep(
          known.map((step) => point(step)),
          come.map((step) => point(step)),
        ),
      );
      expect(merged.every((step, index) => index === 0 || step > merged[index - 1]!)).toBe(true);
      if (come.length > 0) expect(merged.slice(-come.length)).toEqual(come);
    }),
  );
});

test('events are kept once, although the stored series and the live stream both bring them', () => {
  const event: RunEvent = { at: 5, step: 1, kind: 'checkpoint', text: '' };
  const other: RunEvent = { ...event, kind: 'warning' };
  const merged = mergeSeries({ ...emptySeries, events: [event] }, { ...emptySeries, events: [event, other] });
  expect(merged.events).toEqual([event, other]);
});

test('each run event goes to its list; other events to none', () => {
  expect(seriesOfEvent({ type: 'run-steps', runId: 'r', points: [point(1)] })).toEqual({
    run: 'r',
    come: { ...emptySeries, steps: [point(1)] },
  });
  const heldOut = { step: 1, loss: 1, perplexity: 2.7, bitsPerByte: 0.4 };
  expect(seriesOfEvent({ type: 'run-heldout', runId: 'r', point: heldOut })?.come.heldOut).toEqual([heldOut]);
  const sample = { step: 1, prompt: 'a', text: 'b' };
  expect(seriesOfEvent({ type: 'run-samples', runId: 'r', samples: [sample] })?.come.samples).toEqual([sample]);
  expect(seriesOfEvent({ type: 'job-ended', jobId: 'a', kind: 'import', outcome: 'done' })).toBeNull();
});

test('a run has done the steps that its points tell while it goes, and those of its record when it stands', () => {
  const series = (step: number) => ({ steps: step > 0 ? [point(step)] : [] });
  expect(stepsDone({ step: 5 }, series(8), true)).toBe(8);
  expect(stepsDone({ step: 9 }, series(8), true)).toBe(9);
  expect(stepsDone({ step: 3 }, series(0), true)).toBe(3);
  // It diverged at step 8, and stands at the checkpoint that it would go back to.
  expect(stepsDone({ step: 0 }, series(8), false)).toBe(0);
});
