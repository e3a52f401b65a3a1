import 'fake-indexeddb/auto';
import { beforeEach, expect, test } from 'vitest';
import { closeDatabase, type Database, openDatabase } from '../../storage/database.ts';
import { createJob, getJob, readItems, retryFailed } from '../../storage/jobs.ts';
import { createProject } from '../../storage/projects.ts';
import type { JobItemRecord } from '../../storage/records.ts';
import type { WorkerEvent } from '../api.ts';
import { Hub } from '../hub.ts';
import { workThrough } from './stored-job.ts';

const SHOWN = { kind: 'import', label: 'files', unit: 'documents' } as const;
let count = 0;
let name: string;
let database: Database;
let jobId: string;

beforeEach(async () => {
  name = `stored-job-${count++}`;
  database = await openDatabase(name);
  const { id: projectId } = await createProject(database, 'p');
  jobId = (await createJob(database, { projectId, kind: 'double', options: null }, [1, 2, 3, 4])).id;
});

const double = async ({ input }: JobItemRecord) => 2 * (input as number);
const results = async () => (await readItems(database, jobId)).map(({ state, result }) => result ?? state);

test('every item is worked on once, in order, and the page hears of it', async () => {
  const told: WorkerEvent[] = [];
  const job = await workThrough(new Hub(database, (event) => told.push(event)), jobId, SHOWN, double);
  expect(job).toMatchObject({ items: 4, done: 4, failed: 0 });
  expect(await results()).toEqual([2, 4, 6, 8]);
  expect(told.filter(({ type }) => type === 'progress').at(-1)).toMatchObject({ jobId, done: 4, total: 4 });
  expect(told).toContainEqual({ type: 'job-ended', jobId, kind: 'import', outcome: 'done' });
});

test('a cancelled job keeps what is done, and resumes with the item that was under way', async () => {
  const hub = new Hub(database, () => undefined);
  const cancelled = workThrough(hub, jobId, SHOWN, async (item, signal) => {
    if (item.index === 2) hub.cancel(jobId);
    signal.throwIfAborted();
    return double(item);
  });
  await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
  expect(await results()).toEqual([2, 4, 'pending', 'pending']);
  const seen: number[] = [];
  await workThrough(hub, jobId, SHOWN, async (item) => {
    seen.push(item.index);
    return double(item);
  });
  expect(seen).toEqual([2, 3]);
  expect(await results()).toEqual([2, 4, 6, 8]);
});

test('a closed tab loses the item under way, no other', async () => {
  const closed = workThrough(new Hub(database, () => undefined), jobId, SHOWN, async (item) => {
    if (item.index === 1) closeDatabase(database);
    return double(item);
  });
  await expect(closed).rejects.toMatchObject({ code: 'database-closed' });
  database = await openDatabase(name);
  expect(await results()).toEqual([2, 'pending', 'pending', 'pending']);
  await workThrough(new Hub(database, () => undefined), jobId, SHOWN, double);
  expect(await results()).toEqual([2, 4, 6, 8]);
});

test('a failed item keeps no other from its turn, says why, and can be tried again', async () => {
  const hub = new Hub(database, () => undefined);
  const job = await workThrough(hub, jobId, SHOWN, async (item) => {
    if (item.index === 1) throw new Error('no answer');
    return double(item);
  });
  expect(job).toMatchObject({ done: 3, failed: 1 });
  expect((await readItems(database, jobId))[1]).toMatchObject({ state: 'failed', error: { message: 'no answer' } });
  await retryFailed(database, jobId);
  expect(await workThrough(hub, jobId, SHOWN, double)).toMatchObject({ done: 4, failed: 0 });
  expect(await getJob(database, jobId)).toMatchObject({ done: 4, failed: 0 });
});
