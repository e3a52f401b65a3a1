import { describe, expect, it } from 'vitest';
import type { BatchCursor } from '../data/batches.ts';
import { OcaqError } from '../errors.ts';
import { hundredSteps } from '../testing/loop-states.ts';
import type { LoopSettings } from './loop-settings.ts';
import {
  changeSaid,
  Diverged,
  isBefore,
  MOST_TIMES,
  outcomeOf,
  placeIn,
  recoveryAt,
  type Trouble,
  UNTROUBLED,
} from './recovery.ts';

const settings: LoopSettings = { ...hundredSteps, warmupSteps: 0, evalEvery: 0, saveEvery: 10 };
const batches = { from: { epoch: 0, position: 14 }, to: { epoch: 0, position: 19 } };
const trouble: Trouble = { step: 15, batches, settings, recovery: UNTROUBLED };
const diverged = (change: Partial<Trouble> = {}) =>
  new Diverged(new OcaqError('loss-not-finite', 'No number.', { step: 19 }), { ...trouble, ...change });
const policy = (onDivergence: LoopSettings['onDivergence']) => ({ settings: { ...settings, onDivergence } });
const takenBackBefore = (times: number) => ({ recovery: { ...UNTROUBLED, times, rateScale: 0.5 ** times } });

it('a checkpoint whose next step was in trouble has proved nothing', () => {
  expect([12, 13, 14, 15].map((done) => isBefore(done, trouble))).toEqual([true, true, false, false]);
});

describe('what a run that has diverged does', () => {
  it.each([
    ['rolls back', {}, [0, 10], { kind: 'goes-back', remedy: { halvesRate: true, leavesBatchesOut: true } }],
    ['rolls back to its start', {}, [0], { kind: 'goes-back' }],
    ['rolls back once more', takenBackBefore(MOST_TIMES - 1), [0], { kind: 'goes-back' }],
    [
      'has been taken back often enough',
      takenBackBefore(MOST_TIMES),
      [0, 10],
      { kind: 'ends', why: { code: 'run-diverges-again' } },
    ],
    ['is not known by its batches', { batches: null }, [0], { kind: 'goes-back', remedy: { leavesBatchesOut: false } }],
    ['has nothing from before', {}, [14, 20], { kind: 'ends', why: { code: 'loss-not-finite' } }],
    ['is in trouble from its first step on', { step: 1 }, [0], { kind: 'ends', why: { code: 'loss-not-finite' } }],
    ['asks', policy('ask'), [0, 10], { kind: 'asks' }],
    ['asks, however often it did', { ...policy('ask'), ...takenBackBefore(9) }, [0], { kind: 'asks' }],
    ['would ask about nothing', policy('ask'), [14], { kind: 'ends', why: { code: 'loss-not-finite' } }],
    ['stops', policy('stop'), [0, 10], { kind: 'ends', why: { code: 'loss-not-finite' } }],
  ])('where it %s', (_, change, places, outcome) => {
    expect(outcomeOf(diverged(change), places)).toMatchObject(outcome);
  });
});

describe('what it is changed by', () => {
  it.each([
    [true, true, 0.5, [batches], 'run-taken-back'],
    [true, false, 0.5, [], 'run-taken-back-slower'],
    [false, true, 1, [batches], 'run-taken-back'],
    [false, false, 1, [], 'run-taken-back-slower'],
  ])('rate halved %s, batches left out %s: × %d, %j', (halvesRate, leavesBatchesOut, rateScale, leftOut, code) => {
    const recovery = recoveryAt(10, trouble, { halvesRate, leavesBatchesOut });
    expect(recovery).toMatchObject({ times: 1, rateScale, leftOut });
    expect(recovery.changes.map(changeSaid)).toMatchObject([{ code, details: { step: 15, to: 10, rate: rateScale } }]);
  });

  it('adds up', () => {
    const remedy = { halvesRate: true, leavesBatchesOut: true };
    const once = recoveryAt(10, trouble, remedy);
    const again = recoveryAt(10, { ...trouble, step: 17, recovery: once }, remedy);
    expect(again).toMatchObject({ times: 2, rateScale: 0.25, leftOut: [batches, batches] });
    expect(again.changes.map(({ step }) => step)).toEqual([10, 10]);
  });
});

it('batches that are left out are passed over from where they begin, in their epoch alone', () => {
  const recovery = recoveryAt(10, trouble, { halvesRate: false, leavesBatchesOut: true });
  expect(placeIn(recovery, batches.from)).toEqual(batches.to);
  expect(placeIn(recovery, { epoch: 1, position: 14 })).toEqual({ epoch: 1, position: 14 });
  expect(placeIn(recovery, { epoch: 0, position: 13 })).toEqual({ epoch: 0, position: 13 });
});

it('where batches right behind those that are left out are left out too, all of them are passed over', () => {
  const remedy = { halvesRate: true, leavesBatchesOut: true };
  const [end, further] = [19, 24].map((position) => ({ epoch: 0, position })) as [BatchCursor, BatchCursor];
  const once = recoveryAt(10, trouble, remedy);
  const again = recoveryAt(10, { ...trouble, batches: { from: end, to: further }, recovery: once }, remedy);
  const nextPass = { from: further, to: { epoch: 1, position: 3 } };
  const thrice = recoveryAt(10, { ...trouble, batches: nextPass, recovery: again }, remedy);
  expect([once, again, thrice].map((recovery) => placeIn(recovery, batches.from))).toEqual([end, further, nextPass.to]);
  expect(placeIn(thrice, further)).toEqual(nextPass.to);
});
