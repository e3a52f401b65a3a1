import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Fault, withFault } from '../testing/storage-faults.ts';
import { type Database, openDatabase } from './database.ts';
import {
  createJob,
  deleteJob,
  getItem,
  getJob,
  listJobs,
  type Outcome,
  pendingItems,
  readItems,
  retryFailed,
  settleItems,
} from './jobs.ts';
import { createProject, deleteProject } from './projects.ts';
import type { JobRecord } from './records.ts';

let count = 0;
let database: Database;
let projectId: string;
async function fresh(): Promise<void> {
  database = await openDatabase(`jobs-${count++}`);
  projectId = (await createProject(database, 'p')).id;
}
beforeEach(fresh);

const create = (inputs: unknown[]) =>
  createJob(database, { projectId, kind: 'translate', options: { to: 'az' } }, inputs);
const settleItem = (jobId: string, index: number, outcome: Outcome) =>
  settleItems(database, jobId, [{ index, outcome }]);
const pending = async (job: JobRecord) => (await pendingItems(database, job.id)).map(({ index }) => index);
const states = async (job: JobRecord) => (await readItems(database, job.id)).map(({ state }) => state);

describe('a job', () => {
  it('hands out its items in order, and is over when each is settled', async () => {
    const job = await create(['a', 'b', 'c']);
    expect(job).toMatchObject({ kind: 'translate', options: { to: 'az' }, items: 3, done: 0, failed: 0 });
    expect(await pendingItems(database, job.id)).toHaveLength(3);
    expect(await getItem(database, job.id, 0)).toEqual({ jobId: job.id, index: 0, input: 'a', state: 'pending' });
    const settled = [
      { index: 0, outcome: { state: 'done', result: 'A' } },
      { index: 2, outcome: { state: 'done', result: 'C' } },
    ] as const;
    expect(await settleItems(database, job.id, settled, { tokens: 7 })).toMatchObject({
      done: 2,
      spent: { tokens: 7 },
    });
    expect(await pending(job)).toEqual([1]);
    await settleItem(job.id, 1, { state: 'failed', error: 'no answer' });
    expect(await pending(job)).toEqual([]);
    expect(await getJob(database, job.id)).toMatchObject({ items: 3, done: 2, failed: 1, spent: { tokens: 7 } });
    expect(await readItems(database, job.id)).toMatchObject([{ result: 'A' }, { error: 'no answer' }, { result: 'C' }]);
  });

  it('counts an item once however often it is settled, and tries failed ones again', async () => {
    const job = await create([1, 2]);
    await settleItem(job.id, 0, { state: 'done', result: 1 });
    await settleItem(job.id, 0, { state: 'done', result: 2 });
    await settleItem(job.id, 1, { state: 'failed', error: 1 });
    expect(await settleItem(job.id, 0, { state: 'failed', error: 2 })).toMatchObject({ done: 0, failed: 2 });
    expect(await retryFailed(database, job.id)).toMatchObject({ done: 0, failed: 0 });
    expect(await readItems(database, job.id)).toEqual([
      { jobId: job.id, index: 0, input: 1, state: 'pending' },
      { jobId: job.id, index: 1, input: 2, state: 'pending' },
    ]);
  });

  it('without items is over at once', async () => {
    const job = await create([]);
    expect(await pending(job)).toEqual([]);
    expect(await readItems(database, job.id)).toEqual([]);
  });

  it('goes with its items, alone or with its project, and nothing of others does', async () => {
    const [first, second] = [await create([1]), await create([2])];
    expect(new Set((await listJobs(database, projectId)).map(({ id }) => id))).toEqual(new Set([first.id, second.id]));
    await deleteJob(database, first.id);
    await deleteJob(database, first.id);
    expect(await readItems(database, first.id)).toEqual([]);
    expect(await states(second)).toEqual(['pending']);
    const missing = { code: 'job-missing' };
    await expect(getJob(database, first.id)).rejects.toMatchObject(missing);
    await expect(settleItem(first.id, 0, { state: 'done', result: 0 })).rejects.toMatchObject(missing);
    await expect(settleItem(second.id, 9, { state: 'done', result: 0 })).rejects.toMatchObject(missing);
    await expect(retryFailed(database, first.id)).rejects.toMatchObject(missing);
    await deleteProject(database, projectId);
    expect(await listJobs(database, projectId)).toEqual([]);
    expect(await readItems(database, second.id)).toEqual([]);
    await expect(create([1])).rejects.toMatchObject({ code: 'project-missing' });
  });
});

describe.each<Fault>(['full', 'lost', 'killed', 'unreported'])('whatever operation goes wrong (%s)', (fault) => {
  const isRepeated = fault === 'lost' || fault === 'unreported';

  async function untilNoneIsReached(
    prepare: () => Promise<JobRecord | null>,
    work: (job: JobRecord | null) => Promise<unknown>,
    check: (job: JobRecord | null, succeeded: boolean) => Promise<void>,
  ): Promise<void> {
    for (let n = 1; ; n++) {
      await fresh();
      const job = await prepare();
      const { reached, outcome } = await withFault(n, fault, () => work(job));
      if (isRepeated || !reached) expect(outcome.status).toBe('fulfilled');
      await check(job, outcome.status === 'fulfilled');
      if (!reached) return expect(n).toBeGreaterThan(1);
    }
  }

  it('a job is there with all of its items, or not at all', () =>
    untilNoneIsReached(
      async () => null,
      () => create([1, 2, 3]),
      async (_, succeeded) => {
        const jobs = await listJobs(database, projectId);
        expect(jobs.length).toBe(succeeded ? 1 : 0);
        for (const job of jobs) expect(await states(job)).toEqual(['pending', 'pending', 'pending']);
      },
    ));

  it('items are settled and counted, or none of them', () =>
    untilNoneIsReached(
      () => create([1, 2]),
      (job) =>
        settleItems(
          database,
          job!.id,
          [0, 1].map((index) => ({ index, outcome: { state: 'done', result: 'A' } })),
          5,
        ),
      async (job, succeeded) => {
        const state = succeeded ? 'done' : 'pending';
        expect(await states(job!)).toEqual([state, state]);
        expect(await getJob(database, job!.id)).toMatchObject(succeeded ? { done: 2, spent: 5 } : { done: 0 });
        expect(await pending(job!)).toEqual(succeeded ? [] : [0, 1]);
      },
    ));

  it('all failed items are pending again, or none', () =>
    untilNoneIsReached(
      async () => {
        const job = await create([1, 2]);
        for (const index of [0, 1]) await settleItem(job.id, index, { state: 'failed', error: 1 });
        return job;
      },
      (job) => retryFailed(database, job!.id),
      async (job, succeeded) => {
        const state = succeeded ? 'pending' : 'failed';
        expect(await states(job!)).toEqual([state, state]);
        expect((await getJob(database, job!.id)).failed).toBe(succeeded ? 0 : 2);
      },
    ));
});
