import { expect, test } from 'vitest';
import { bestCheckpoint, heldOutLossOf } from './best-checkpoint.ts';

const checkpoint = (savedAt: number, heldOutLoss?: number) => ({
  savedAt,
  metrics: heldOutLoss === undefined ? {} : { heldOutLoss },
});

test.each([
  ['none', [], undefined],
  ['none that was evaluated', [checkpoint(1), checkpoint(2)], undefined],
  ['no number and infinity', [checkpoint(1, Number.NaN), checkpoint(2, Number.POSITIVE_INFINITY)], undefined],
  ['the lowest', [checkpoint(3, 5), checkpoint(2, 4), checkpoint(1, 4.5)], 2],
  ['zero, which is a loss', [checkpoint(1, 0), checkpoint(2)], 1],
  ['the newest of equals', [checkpoint(1, 4), checkpoint(3, 4), checkpoint(2, 4)], 3],
])('%s', (_what, checkpoints, savedAt) => {
  expect(bestCheckpoint(checkpoints)?.savedAt).toBe(savedAt);
});

test('a checkpoint that was not evaluated is worse than any', () => {
  expect(heldOutLossOf(checkpoint(1))).toBe(Number.POSITIVE_INFINITY);
  expect(heldOutLossOf(checkpoint(1, 4))).toBe(4);
});
