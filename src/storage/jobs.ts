/**
 * Long work that survives a closed tab: a job is a list of items, each with a state of its own, so that whoever resumes
 * it takes those that are still pending. Items are settled together with their job's counts in one transaction.
 */
import { OcaqError } from '../errors.ts';
import { type Database, keysUnder, transact, type WriteTransaction } from './database.ts';
import { collectParts } from './parts.ts';
import { checkProject } from './project-exists.ts';
import type { JobItemRecord, JobRecord } from './records.ts';

export type Outcome =
  | { readonly state: 'done'; readonly result: unknown }
  | { readonly state: 'failed'; readonly error: unknown };

/**
 * @param inputs one item each, pending, in this order; structured-cloneable
 * @throws `project-missing`, `storage-full`
 */
export async function createJob(
  database: Database,
  job: Pick<JobRecord, 'projectId' | 'kind' | 'options'>,
  inputs: readonly unknown[],
): Promise<JobRecord> {
  const now = Date.now();
  const id = crypto.randomUUID();
  const record: JobRecord = { ...job, id, createdAt: now, updatedAt: now, items: inputs.length, done: 0, failed: 0 };
  const work = async (transaction: WriteTransaction) => {
    await checkProject(transaction, record.projectId);
    await transaction.objectStore('jobs').put(record);
    const items = transaction.objectStore('jobItems');
    for (const [index, input] of inputs.entries()) await items.put({ jobId: id, index, input, state: 'pending' });
  };
  await transact(database, ['projects', 'jobs', 'jobItems'], 'readwrite', work, 'strict');
  return record;
}

/** @throws `job-missing` */
export async function getJob(database: Database, id: string): Promise<JobRecord> {
  const job = await transact(database, ['jobs'], 'readonly', (transaction) => transaction.objectStore('jobs').get(id));
  if (job === undefined) throw missing(id);
  return job;
}

/** Newest first. */
export async function listJobs(database: Database, projectId: string): Promise<JobRecord[]> {
  const all = await transact(database, ['jobs'], 'readonly', (transaction) =>
    transaction.objectStore('jobs').index('byProject').getAll(projectId),
  );
  return all.sort((a, b) => b.createdAt - a.createdAt);
}

/** All items in order. */
export async function readItems(database: Database, jobId: string): Promise<JobItemRecord[]> {
  return transact(database, ['jobItems'], 'readonly', (transaction) =>
    transaction.objectStore('jobItems').getAll(itemsOf(jobId)),
  );
}

/** All items that are pending, in order. */
export async function pendingItems(database: Database, jobId: string): Promise<JobItemRecord[]> {
  return transact(database, ['jobItems'], 'readonly', (transaction) =>
    transaction.objectStore('jobItems').index('byState').getAll([jobId, 'pending']),
  );
}

/** @throws `job-missing` */
export async function getItem(database: Database, jobId: string, index: number): Promise<JobItemRecord> {
  const item = await transact(database, ['jobItems'], 'readonly', (transaction) =>
    transaction.objectStore('jobItems').get([jobId, index]),
  );
  if (item === undefined) throw missing(jobId);
  return item;
}

/**
 * Settles items, or settles them anew, all or none of them.
 * @param spent what the job has used by now; as it was where it is left out
 * @throws `job-missing`, `storage-full`
 */
export async function settleItems(
  database: Database,
  jobId: string,
  outcomes: readonly { readonly index: number; readonly outcome: Outcome }[],
  spent?: unknown,
): Promise<JobRecord> {
  const updatedAt = Date.now();
  return transact(database, ['jobs', 'jobItems'], 'readwrite', async (transaction) => {
    const job = await transaction.objectStore('jobs').get(jobId);
    if (job === undefined) throw missing(jobId);
    const changes: [JobItemRecord, JobItemRecord][] = [];
    for (const { index, outcome } of outcomes) {
      const item = await transaction.objectStore('jobItems').get([jobId, index]);
      if (item === undefined) throw missing(jobId);
      const settled: JobItemRecord = { jobId, index, input: item.input, ...outcome };
      await transaction.objectStore('jobItems').put(settled);
      changes.push([item, settled]);
    }
    const used = spent === undefined ? {} : { spent };
    return putCounted(transaction, { ...job, ...used, updatedAt }, changes);
  });
}

/** Makes every failed item pending again. @throws `job-missing`, `storage-full` */
export async function retryFailed(database: Database, jobId: string): Promise<JobRecord> {
  const updatedAt = Date.now();
  return transact(database, ['jobs', 'jobItems'], 'readwrite', async (transaction) => {
    const job = await transaction.objectStore('jobs').get(jobId);
    if (job === undefined) throw missing(jobId);
    const items = transaction.objectStore('jobItems');
    const changes: [JobItemRecord, JobItemRecord][] = [];
    for (const item of await items.index('byState').getAll([jobId, 'failed'])) {
      const again: JobItemRecord = { jobId, index: item.index, input: item.input, state: 'pending' };
      await items.put(again);
      changes.push([item, again]);
    }
    return putCounted(transaction, { ...job, updatedAt }, changes);
  });
}

/** Removes a job with its items. Nothing happens where there is none. */
export async function deleteJob(database: Database, id: string): Promise<void> {
  await transact(database, ['jobs', 'jobItems'], 'readwrite', (transaction) => deleteWhole(transaction, id));
}

/** All jobs, within a larger deletion over jobs and jobItems. */
export async function deleteJobsOfProject(transaction: WriteTransaction, projectId: string): Promise<void> {
  const ids = await transaction.objectStore('jobs').index('byProject').getAllKeys(projectId);
  for (const id of ids) await deleteWhole(transaction, id);
}

/** Items whose job is gone, within a transaction over jobs and jobItems. @returns of how many jobs */
export async function collectJobOrphans(transaction: WriteTransaction): Promise<number> {
  return collectParts(transaction, 'jobItems', new Set(await transaction.objectStore('jobs').getAllKeys()));
}

async function deleteWhole(transaction: WriteTransaction, id: string): Promise<void> {
  await transaction.objectStore('jobs').delete(id);
  await transaction.objectStore('jobItems').delete(itemsOf(id));
}

/** Counts by what items were and have become: a transaction that is repeated finds them settled, and counts nothing twice. */
async function putCounted(
  transaction: WriteTransaction,
  job: JobRecord,
  changes: readonly (readonly [before: JobItemRecord, after: JobItemRecord])[],
): Promise<JobRecord> {
  const change = (state: JobItemRecord['state']) =>
    changes.reduce((sum, [before, after]) => sum + Number(after.state === state) - Number(before.state === state), 0);
  const counted = { ...job, done: job.done + change('done'), failed: job.failed + change('failed') };
  await transaction.objectStore('jobs').put(counted);
  return counted;
}

const itemsOf = (jobId: string): IDBKeyRange => keysUnder(jobId);

function missing(id: string): OcaqError {
  return new OcaqError('job-missing', 'This job is no longer stored. Start it again.', { jobId: id });
}
