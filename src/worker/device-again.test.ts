import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { OcaqError } from '../errors.ts';
import { againWhenLost } from './device-again.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const { signal } = new AbortController();

/** Fails by these codes, one after the other, then succeeds. */
function failing(...codes: ('device-lost' | 'no-adapter' | 'gpu-error')[]) {
  return vi.fn(async () => {
    const code = codes.shift();
    if (code) throw new OcaqError(code, '');
    return 'done';
  });
}

test.each([
  [[], 1],
  [['device-lost'], 2],
  [['device-lost', 'no-adapter'], 3],
] as const)('after %j it is done at try %d', async (codes, tries) => {
  const work = failing(...codes);
  const result = againWhenLost(work, signal);
  await vi.runAllTimersAsync();
  expect(await result).toBe('done');
  expect(work).toHaveBeenCalledTimes(tries);
});

test.each([
  [['no-adapter'], 1],
  [['gpu-error'], 1],
  [['device-lost', 'gpu-error'], 2],
  [['device-lost', 'device-lost', 'device-lost'], 3],
] as const)('%j are too many, or nothing that passes', async (codes, tries) => {
  const work = failing(...codes);
  const result = againWhenLost(work, signal).catch((error: OcaqError) => error.code);
  await vi.runAllTimersAsync();
  expect(await result).toBe(codes.at(-1));
  expect(work).toHaveBeenCalledTimes(tries);
});

test('whoever cancels does not wait', async () => {
  const cancelled = new AbortController();
  const result = againWhenLost(failing('device-lost'), cancelled.signal).catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(10);
  cancelled.abort('enough');
  expect(await result).toBe('enough');
});
