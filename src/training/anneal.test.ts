import { describe, expect, it } from 'vitest';
import { hundredSteps, stateAt } from '../testing/loop-states.ts';
import { annealed, annealingPoint, annealingSteps } from './anneal.ts';
import type { LoopSettings } from './loop-settings.ts';
import type { LoopState } from './loop-state.ts';
import { restarted } from './restart.ts';
import { decayStart, rateAt } from './schedule.ts';

const at = (step: number, change: Partial<LoopSettings> = {}) =>
  stateAt(step, { schedule: 'hold', holdShare: 0.7, ...change });
const cosine = { schedule: 'cosine' } as const;
const slowed = { times: 1, rateScale: 0.5, leftOut: [], changes: [] };

describe('an annealed run', () => {
  it.each([
    [100, 0.2, 25],
    [80, 0.2, 20],
    [3, 0.1, 1],
    [1, 0.01, 1],
    [9, 0.5, 9],
  ])('of %d steps falls in a share of %f over %d more', (step, share, steps) => {
    expect(annealingSteps(step, share)).toBe(steps);
  });

  it.each([
    ['at its peak', true, at(40)],
    ['of a constant rate', true, at(100, { ...cosine, minLearningRate: 1e-2 })],
    ['as its warm-up ends', true, at(10)],
    ['in the fall of a cosine', false, at(60, cosine)],
    ['in its warm-up', true, at(4)],
    ['at its peak, slowed down', true, { ...at(40), recovery: slowed }],
    ['in the fall of a cosine, slowed down', false, { ...at(60, cosine), recovery: slowed }],
  ])('%s: falls from the last rate to zero; bitwise one run: %s', (_, isExact, saved) => {
    const wanted = annealed(saved, saved.step + 20);
    const restart = restarted(saved, wanted);
    const { state } = restart;
    expect(restart.isExact).toBe(isExact);
    const effective = (of: LoopState, step: number) => of.recovery.rateScale * rateAt(step, of.settings, of.rewarm);
    const last = effective(saved, saved.step - 1);
    expect(effective(state, state.step)).toBeCloseTo(last, 12);
    expect(effective(state, state.step + 10)).toBeCloseTo(last / 2, 12);
    expect(effective(state, state.step + 20)).toBeCloseTo(0, 12);
    expect(state.settings.steps).toBe(saved.step + 20);
    if (saved.step > hundredSteps.warmupSteps) expect(decayStart(state.settings)).toBe(saved.step);
  });
});

describe('the checkpoint that is annealed', () => {
  it.each([
    ['the newest before a fall', [70, 85, 100], {}, 70],
    ['the newest of those whose rate has hardly fallen', [70, 72, 100], {}, 72],
    ['the newest at the peak', [20, 40, 60], {}, 60],
    ['the newest where all have fallen alike', [98, 99, 100], { ...cosine, minLearningRate: 1e-3 }, 100],
    ['none that has done no step', [0, 5], {}, 5],
  ])('is %s', (_, steps, change, expected) => {
    const kept = steps.map((step) => at(step, change));
    expect(annealingPoint(kept, (state) => state)?.step).toBe(expected);
  });

  it('is none where no step is done', () => {
    expect(annealingPoint([at(0)], (state) => state)).toBeNull();
    expect(annealingPoint<LoopState>([], (state) => state)).toBeNull();
  });
});
