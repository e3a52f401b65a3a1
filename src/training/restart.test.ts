import { describe, expect, it } from 'vitest';
import { stateAt as at, hundredSteps as settings } from '../testing/loop-states.ts';
import { NEW_TRAIL } from './divergence.ts';
import type { LoopState } from './loop-state.ts';
import { placeIn, UNTROUBLED } from './recovery.ts';
import { atRate, lengthened, lengtheningPoint, onOtherText, restarted, takenBack, withRate } from './restart.ts';
import { decayStart, rateAt } from './schedule.ts';

const hold = { schedule: 'hold', holdShare: 0.7 } as const;
const constant = { minLearningRate: settings.learningRate };
const mean = { averageWeights: true };

describe('a lengthened run', () => {
  it.each([
    ['in the warm-up', true, at(10)],
    ['of a cosine', false, at(12)],
    ['of a straight line', false, at(12, { schedule: 'linear' })],
    ['of a constant rate', true, at(100, constant)],
    ['of a constant rate, before its mean began', true, at(66, { ...constant, ...mean })],
    ['of a constant rate, after its mean began', false, at(67, { ...constant, ...mean })],
    ['before the fall', true, at(70, hold)],
    ['at the first step of the fall, whose rate is still the peak', true, at(71, hold)],
    ['in the fall', false, at(72, hold)],
    ['at the end', false, at(100, hold)],
  ])('%s: bitwise one run? %s', (_, isExact, saved) => {
    const longer = lengthened(saved, 200);
    expect(longer.isExact).toBe(isExact);
    expect(longer.state).toMatchObject({ step: saved.step, cursor: saved.cursor, settings: { steps: 200 } });
    expect(longer.state.rewarm === null).toBe(isExact || saved.settings.averageWeights);
  });

  it('leads from the last rate to the longer schedule in as many steps as the warm-up had', () => {
    const { rewarm, settings: longer } = lengthened(at(100), 200).state;
    expect(rewarm).toEqual({ from: 100, steps: 10, rate: rateAt(99, settings, null) });
    const rates = Array.from({ length: 10 }, (_, i) => rateAt(100 + i, longer, rewarm));
    expect(rates).toEqual(rates.toSorted((a, b) => a - b));
    expect(rates[0]).toBeLessThan(1e-3);
    expect(rates[9]).toBe(rateAt(109, longer, null));
    expect(rateAt(199, longer, rewarm)).toBeLessThan(1e-5);
  });

  it('re-warms over a tenth of what is left, at most', () => {
    expect(lengthened(at(100), 130).state.rewarm?.steps).toBe(3);
    expect(lengthened(at(100), 110).state.rewarm?.steps).toBe(1);
    expect(lengthened(at(100), 101).state.rewarm?.steps).toBe(0);
  });

  it('may be lengthened again, and keeps its own re-warm-up where nothing else changes', () => {
    const first = lengthened(at(100, hold), 300).state;
    expect(first.rewarm).not.toBeNull();
    const later = { ...first, step: 150 };
    expect(lengthened(later, 600)).toMatchObject({ isExact: true, state: { rewarm: first.rewarm } });
    expect(lengthened({ ...first, step: 290 }, 600).state.rewarm).toMatchObject({ from: 290 });
  });

  it('must be longer than what is done', () => {
    expect(() => lengthened(at(100), 100)).toThrow('The checkpoint has done 100 steps already');
  });

  it('begins its mean anew where the means differ', () => {
    expect(lengthened(at(100, mean), 120).state.averagedFrom).toBe(100);
    expect(lengthened(at(100, mean), 900).state.averagedFrom).toBe(600);
    expect(lengthened(at(50, { ...constant, ...mean }), 120).state.averagedFrom).toBe(80);
  });
});

describe('the checkpoint that a run is lengthened from', () => {
  const point = (kept: LoopState[], steps = 200) => lengtheningPoint(kept, steps, (one) => one)?.step;

  it('is the newest from which it is bitwise one run, else the newest', () => {
    expect(point([at(40, hold), at(70, hold), at(90, hold), at(100, hold)])).toBe(70);
    expect(point([at(90, hold), at(100, hold)])).toBe(100);
    expect(point([at(100), at(50)])).toBe(100);
    expect(point([])).toBeUndefined();
  });

  it('is the one saved where a held rate begins to fall', () => {
    expect(decayStart({ ...settings, ...hold })).toBe(70);
    expect(decayStart({ ...settings, ...hold, holdShare: 0.05 })).toBeNull();
    expect(decayStart({ ...settings, ...hold, holdShare: 1 })).toBeNull();
    expect(decayStart(settings)).toBeNull();
    for (const steps of [7, 33, 99, 600, 1001]) {
      const start = decayStart({ ...settings, ...hold, warmupSteps: 1, steps })!;
      expect(lengthened(at(start, { ...hold, warmupSteps: 1, steps }), 2 * steps).isExact).toBe(true);
    }
  });
});

describe('a restarted run', () => {
  const { batch: _, seq: __, accumulate: ___, seed: ____, ...wanted } = settings;

  it('keeps what its tensors and its place in the data are of', () => {
    const own: Partial<LoopState['settings']> = {
      ...{ seed: 7, averageWeights: true, shiftWindows: true, packing: 'best-fit', documentMask: true },
    };
    const saved = at(50, own);
    expect(restarted(saved, wanted).state.settings).toMatchObject(own);
  });

  it.each([
    ['nothing', {}, true, false],
    ['how often it is evaluated', { evalEvery: 5, saveEvery: 3 }, true, false],
    ['the weight decay', { weightDecay: 0.2 }, false, false],
    ['the rate', { learningRate: 5e-3 }, false, true],
    ['fewer steps', { steps: 60 }, false, true],
  ])('with another setting: %s', (_, change, isExact, rewarms) => {
    const restart = restarted(at(50), { ...wanted, ...change });
    expect(restart.isExact).toBe(isExact);
    expect(restart.state.rewarm !== null).toBe(rewarms);
  });

  it('has a larger rate in the end, a smaller one at once', () => {
    const rates = (learningRate: number) => {
      const { settings, rewarm } = restarted(at(50), { ...wanted, learningRate }).state;
      return [rateAt(50, settings, rewarm), rateAt(50, settings, null)] as const;
    };
    const last = rateAt(49, settings, null);
    const [larger, wantedLarger] = rates(5e-2);
    expect(larger).toBeGreaterThan(last);
    expect(larger).toBeLessThan(wantedLarger);
    const [smaller, wantedSmaller] = rates(1e-3);
    expect(smaller).toBe(wantedSmaller);
  });

  it('has the rate that it is given, whatever it was slowed down to, and a record of it', () => {
    const slowed = { ...at(50), recovery: { ...UNTROUBLED, times: 3, rateScale: 0.125 } };
    expect(restarted(slowed, { ...wanted, evalEvery: 5 }).state.recovery).toBe(slowed.recovery);
    const { recovery, rewarm } = restarted(slowed, { ...wanted, learningRate: 5e-3 }).state;
    expect(recovery).toEqual({
      ...UNTROUBLED,
      changes: [{ kind: 'rate', step: 50, from: settings.learningRate / 8, to: 5e-3 }],
    });
    expect(rewarm?.rate).toBe(rateAt(49, settings, null) / 8);
  });

  it('can have the rate again that it was slowed down from', () => {
    const slowed = { ...at(50), recovery: { ...UNTROUBLED, times: 3, rateScale: 0.125 } };
    const { settings: given, recovery, rewarm } = atRate(slowed, settings.learningRate);
    expect(given).toEqual(settings);
    expect(recovery).toEqual({
      ...UNTROUBLED,
      changes: [{ kind: 'rate', step: 50, from: settings.learningRate / 8, to: settings.learningRate }],
    });
    expect(rewarm).toEqual({ from: 50, steps: 5, rate: rateAt(49, settings, null) / 8 });
  });

  it('that has done no step yet restarts again from the rate that it had before', () => {
    const last = rateAt(49, settings, null);
    const [faster, slower] = [5e-2, 1e-3].map((rate) => atRate(at(50), rate)) as [LoopState, LoopState];
    for (const before of [faster, slower, at(50)]) {
      expect(atRate(before, 2e-3).rewarm).toEqual({ from: 50, steps: 0, rate: last });
      expect(atRate(before, 8e-2).rewarm).toEqual({ from: 50, steps: 5, rate: last });
    }
    expect(restarted(faster, { ...faster.settings, evalEvery: 5 }).state.rewarm).toEqual(faster.rewarm);
  });

  it('refuses settings that are out of range', () => {
    expect(() => restarted(at(50), { ...wanted, beta2: 1 })).toThrow('The setting "beta2" should be');
  });
});

describe('a run that is taken back', () => {
  const trouble = { step: 61, batches: null, settings, recovery: UNTROUBLED };
  const remedy = { halvesRate: true, leavesBatchesOut: true };

  it('is its checkpoint but for what is changed', () => {
    const saved = at(50);
    const { recovery, ...state } = takenBack(saved, trouble, remedy);
    expect({ ...state, recovery: saved.recovery }).toEqual(saved);
    expect(recovery).toMatchObject({ times: 1, rateScale: 0.5, leftOut: [] });
  });

  it('keeps the steps and rates that it had come to since that checkpoint', () => {
    const later = withRate({ ...settings, steps: 300 }, 2e-3);
    const { settings: kept, step, rewarm } = takenBack(at(50), { ...trouble, settings: later }, remedy);
    expect({ kept, step }).toEqual({ kept: later, step: 50 });
    expect(rewarm).toMatchObject({ from: 50, steps: 0 });
  });
});

it('the last rate moves with the peak', () => {
  expect(withRate({ learningRate: 1e-2, minLearningRate: 1e-3 }, 2e-3)).toEqual({
    learningRate: 2e-3,
    minLearningRate: 2e-4,
  });
  expect(withRate({ learningRate: 1e-2, minLearningRate: 0 }, 2e-3).minLearningRate).toBe(0);
});

it('a run that goes on with another text begins it at its first batch, leaves none of it out and compares with no loss before', () => {
  const place = { epoch: 0, position: 0 };
  const before: LoopState = {
    ...at(40),
    cursor: { epoch: 1, position: 9 },
    recovery: { ...UNTROUBLED, times: 1, rateScale: 0.5, leftOut: [{ from: place, to: { epoch: 0, position: 8 } }] },
    trail: { losses: [3, 3, 3], gradNorms: [1, 1, 1], trouble: { step: 40, from: place, skipped: 0, raised: 1 } },
  };
  const after = onOtherText(before);
  expect(placeIn(after.recovery, after.cursor)).toEqual(place);
  expect(after).toEqual({ ...before, cursor: place, trail: NEW_TRAIL, recovery: { ...before.recovery, leftOut: [] } });
});
