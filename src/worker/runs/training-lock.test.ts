import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WebLocks } from '../../testing/web-locks.ts';
import { nextTask } from '../next-task.ts';
import { holdTrainingLock, liveRuns, runEnded } from './training-lock.ts';

beforeEach(() => vi.stubGlobal('navigator', { locks: new WebLocks() }));
afterEach(() => vi.unstubAllGlobals());

test('one trains at a time, and every tab can tell which run', async () => {
  const lock = await holdTrainingLock();
  expect(await liveRuns()).toEqual(new Set());
  await lock.announce('a');
  expect(await liveRuns()).toEqual(new Set(['a']));
  await expect(holdTrainingLock()).rejects.toMatchObject({ code: 'run-elsewhere' });
  await lock.release();
  await lock.release();
  expect(await liveRuns()).toEqual(new Set());
  const next = await holdTrainingLock();
  await next.announce('a');
  expect(await liveRuns()).toEqual(new Set(['a']));
});

test('the end of a run is heard of in other tabs', async () => {
  const lock = await holdTrainingLock();
  await lock.announce('a');
  const heard = vi.fn();
  const ending = runEnded('a').then(heard);
  await nextTask();
  expect(heard).not.toHaveBeenCalled();
  await lock.release();
  await ending;
  await runEnded('never');
  expect(await liveRuns()).toEqual(new Set());
});

test('without locks nothing is alive', async () => {
  vi.stubGlobal('navigator', {});
  expect(await liveRuns()).toEqual(new Set());
});
