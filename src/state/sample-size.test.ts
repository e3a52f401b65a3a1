import fc from 'fast-check';
import { expect, test } from 'vitest';
import { run } from './fixtures.ts';
import {
  mostTuningSteps,
  secondsAhead,
  smallerThan,
  TRAIN_SECONDS,
  tokensOfStep,
  trainingOfSample,
  trainingSteps,
  tuningOfSample,
} from './sample-size.ts';

const starter = { ...run('r', 'finished').choice, batch: 8, seq: 128, accumulate: 1 };
const SAMPLE = 30_000;

test('the smaller model keeps vocabulary and context, and its heads fill its width', () => {
  const { config, preset } = smallerThan(starter);
  expect(preset).toBeNull();
  expect(config.vocabSize).toBe(starter.config.vocabSize);
  expect(config.contextLength).toBe(starter.config.contextLength);
  expect(config.headSize * smallerThan({ ...starter, config: { ...config, heads: 4, kvHeads: 4 } }).config.heads).toBe(
    64,
  );
});

test('a fast device stops after six passes, a slow one when the time is over', () => {
  expect(trainingSteps(starter, 1e6, SAMPLE)).toBe(Math.floor((6 * SAMPLE) / 1024));
  expect(trainingSteps(starter, 1024, SAMPLE)).toBe(62);
  expect(trainingSteps(starter, 1, SAMPLE)).toBe(20);
});

test('tuning takes no more steps than there is time for, but a few', () => {
  expect(mostTuningSteps(1024, 2048)).toBe(75);
  expect(mostTuningSteps(1024, 1)).toBe(20);
});

test('tuning learns at half the rate of its base', () => {
  const base = { ...run('r', 'finished').settings, steps: 30, learningRate: 0.004 };
  const tuned = tuningOfSample({ ...base, steps: 20, learningRate: 0.001, minLearningRate: 0.0001 }, base);
  expect(tuned).toMatchObject({ steps: 20, learningRate: 0.002, minLearningRate: 0.0002, sampleEvery: 10 });
  expect(trainingOfSample(base)).toEqual({
    ...base,
    averageWeights: true,
    evalEvery: 6,
    saveEvery: 6,
    sampleEvery: 15,
  });
});

test('more speed never promises more time for the same work, nor trains less', () => {
  const speed = fc.double({ min: 50, max: 1e7, noNaN: true });
  fc.assert(
    fc.property(speed, speed, (a, b) => {
      const [slow, fast] = [Math.min(a, b), Math.max(a, b)];
      expect(trainingSteps(starter, fast, SAMPLE)).toBeGreaterThanOrEqual(trainingSteps(starter, slow, SAMPLE));
      const work = { train: 1e5, tune: 1e4 };
      const seconds = (tokensPerSecond: number) => secondsAhead(work, { tokensPerSecond, openSeconds: 5 });
      expect(seconds(fast)).toBeLessThanOrEqual(seconds(slow));
    }),
  );
});

test('where there are no more than the fewest steps to spare, training keeps to its time', () => {
  for (const speed of [400, 2000, 50_000]) {
    const tokens = trainingSteps(starter, speed, SAMPLE) * tokensOfStep(starter);
    expect(secondsAhead({ train: tokens, tune: 0 }, { tokensPerSecond: speed, openSeconds: 0 })).toBeLessThanOrEqual(
      TRAIN_SECONDS,
    );
  }
});
