import { describe, expect, it } from 'vitest';
import { learningRateAt, type Schedule } from './schedule.ts';

const base: Schedule = {
  steps: 100,
  learningRate: 1,
  minLearningRate: 0.1,
  warmupSteps: 10,
  schedule: 'cosine',
  holdShare: 0.7,
};
const at = (step: number, change: Partial<Schedule> = {}) => learningRateAt(step, { ...base, ...change });

describe('learningRateAt', () => {
  it.each(['cosine', 'linear', 'hold'] as const)('warms up in a line, and ends at the least rate: %s', (schedule) => {
    expect([0, 4, 9].map((step) => at(step, { schedule }))).toEqual([0.1, 0.5, 1]);
    expect(at(10, { schedule })).toBe(1);
    expect(at(100, { schedule })).toBeCloseTo(0.1, 12);
    expect(at(140, { schedule })).toBeCloseTo(0.1, 12);
    const rates = Array.from({ length: 91 }, (_, i) => at(10 + i, { schedule }));
    rates.forEach((rate, i) => {
      expect(rate).toBeLessThanOrEqual(rates[i - 1] ?? 1);
    });
  });

  it('falls along half a cosine', () => {
    expect(at(55)).toBeCloseTo(0.55, 12);
    expect(at(32.5)).toBeCloseTo(0.1 + 0.45 * (1 + Math.SQRT1_2), 12);
  });

  it('falls in a line', () => {
    expect(at(55, { schedule: 'linear' })).toBeCloseTo(0.55, 12);
    expect(at(32.5, { schedule: 'linear' })).toBeCloseTo(0.775, 12);
  });

  it('holds up to the share, and falls from there on', () => {
    const rates = (steps: number[], change: Partial<Schedule> = {}) =>
      steps.map((step) => at(step, { schedule: 'hold', minLearningRate: 0, ...change }));
    expect(rates([10, 69, 70])).toEqual([1, 1, 1]);
    expect(rates([85])[0]).toBeCloseTo(0.5, 12);
    expect(rates([99])[0]).toBeCloseTo(1 / 30, 12);
    expect(rates([99, 100], { holdShare: 1 })).toEqual([1, 1]);
    // A share that ends within the warm-up: from its end on.
    expect(rates([55], { holdShare: 0 })[0]).toBeCloseTo(0.5, 12);
  });

  it('knows runs without a warm-up, and runs that are all warm-up', () => {
    expect(at(0, { warmupSteps: 0 })).toBe(1);
    expect(at(99, { warmupSteps: 100 })).toBe(1);
    expect(at(100, { warmupSteps: 100 })).toBe(1);
  });
});
