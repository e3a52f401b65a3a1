import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Database } from '../storage/database.ts';
import type { WorkerEvent } from './api.ts';
import { Hub, type Job } from './hub.ts';

beforeEach(() => vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => vi.useRealTimers());

/** What the page is told is left after each report of a job; `after` is seconds since the report before. */
async function secondsLeft(reports: [after: number, ...report: Parameters<Job['progress']>][]) {
  const heard: WorkerEvent[] = [];
  const hub = new Hub({} as Database, (event) => heard.push(event));
  await hub.job('job', 'export', '', async (job) => {
    for (const [after, ...report] of reports) {
      vi.advanceTimersByTime(after * 1000);
      job.progress(...report);
    }
  });
  return heard.flatMap((event) => (event.type === 'progress' ? [event.secondsLeft] : []));
}

test('the time left follows the pace so far, once there is one', async () => {
  const reports = [
    [0.5, 1, 10, 'tensors'],
    [1.5, 2, 10, 'tensors'],
    [8, 5, 10, 'tensors'],
  ] as const;
  expect(await secondsLeft(reports.map((one) => [...one]))).toEqual([null, 8, 10]);
});

test.each([
  ['another unit', 0, 10, 'tokens'],
  ['another total', 4, 20, 'tensors'],
  ['less done than before', 1, 10, 'tensors'],
] as const)('%s starts the clock again', async (_, done, total, unit) => {
  const left = await secondsLeft([
    [100, 4, 10, 'tensors'],
    [1, done, total, unit],
    [2, done + 1, total, unit],
  ]);
  expect(left).toEqual([150, null, 2 * (total - done - 1)]);
});
