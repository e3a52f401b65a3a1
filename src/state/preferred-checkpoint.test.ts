import { describe, expect, test } from 'vitest';
import type { CheckpointRecord } from '../worker/api.ts';
import { checkpoint } from './fixtures.ts';
import { preferredForTuning, preferredForUse, preferredOfRun } from './preferred-checkpoint.ts';
import type { Stage } from './stage.ts';

/** @param name run and order of saving: `p3` is of run `p`; a star marks the best of its run */
function saved(stage: Stage, ...names: string[]): CheckpointRecord[] {
  return names.map((name) => ({
    ...checkpoint(name, stage, Number(name.replace(/\D/g, ''))),
    runId: name.slice(0, 1),
    isBest: name.endsWith('*'),
  }));
}

const base = (...names: string[]) => saved('pretrain', ...names);
const tuned = (...names: string[]) => saved('instruct', ...names);

describe.each([
  ['nothing', [], null, null],
  ['one run that was never evaluated: its newest', base('p1', 'p2'), 'p2', 'p2'],
  ['one run: its best', base('p1*', 'p2', 'p3'), 'p1*', 'p1*'],
  ['the best is the newest', base('p1', 'p2*'), 'p2*', 'p2*'],
  ['a later run comes before a better one', base('p1*', 'p2', 'q3', 'q4*', 'q5'), 'q4*', 'q4*'],
  ['an earlier run that was resumed last', base('q1', 'q2*', 'p3*', 'p4'), 'p3*', 'p3*'],
  ['a later run that was never evaluated', base('p1*', 'q2', 'q3'), 'q3', 'q3'],
  ['base and tuned', [...base('p1*', 'p2'), ...tuned('i3*', 'i4')], 'i3*', 'p1*'],
  ['a base saved after it was tuned', [...tuned('i1', 'i2*'), ...base('p3*', 'p4')], 'i2*', 'p3*'],
  ['tuned alone, its base deleted', tuned('i1', 'i2*', 'i3'), 'i2*', 'i2*'],
] as const)('of %s', (_what, checkpoints, use, tuning) => {
  test.each([
    ['in order', checkpoints],
    ['in reverse', checkpoints.toReversed()],
  ])('%s', (_order, all) => {
    expect(preferredForUse(all)?.id ?? null).toBe(use);
    expect(preferredForTuning(all)?.id ?? null).toBe(tuning);
  });
});

test('of a run that is named, whatever else there is', () => {
  const all = [...base('p1*', 'p2', 'q3'), ...tuned('i4')];
  expect(preferredOfRun(all, 'p')?.id).toBe('p1*');
  expect(preferredOfRun(all, 'q')?.id).toBe('q3');
  expect(preferredOfRun(all, 'none')).toBeNull();
});
