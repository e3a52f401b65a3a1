import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WebLocks } from '../testing/web-locks.ts';
import { holdLifeLock, lifeEnded } from './life-lock.ts';
import { nextTask } from './next-task.ts';

let locks: WebLocks;
beforeEach(() => {
  locks = new WebLocks();
  vi.stubGlobal('navigator', { locks });
});
afterEach(() => vi.unstubAllGlobals());

test('is held from then on, and got when the browser takes it from a worker that is gone', async () => {
  const name = await holdLifeLock();
  expect([...locks.held]).toEqual([name]);
  const heard = vi.fn();
  const ending = lifeEnded(name ?? '').then(heard);
  for (let task = 0; task < 5; task++) await nextTask();
  expect(heard).not.toHaveBeenCalled();
  locks.held.delete(name ?? '');
  await ending;
});

test('each worker has its own', async () => {
  const one = await holdLifeLock();
  const other = await holdLifeLock();
  expect(one).not.toBe(other);
  expect(locks.held).toEqual(new Set([one, other]));
});

test('there is none where the browser has no locks', async () => {
  vi.stubGlobal('navigator', {});
  expect(await holdLifeLock()).toBeNull();
});
