/**
 * Works through a stored job, item by item. A tab that is closed, a cancel or a full disk loses at most the item under
 * way: whoever calls again resumes at the first that is pending.
 */
import { getJob, nextItem, type Outcome, settleItem } from '../../storage/jobs.ts';
import type { JobItemRecord, JobRecord } from '../../storage/records.ts';
import type * as api from '../api.ts';
import type { Hub } from '../hub.ts';
import { toErrorRecord } from '../stored.ts';

type Progress = Extract<api.WorkerEvent, { type: 'progress' }>;

/**
 * @param shown what the page calls it while it is under way, under the stored job's id
 * @param work on one item; where it throws, the item has failed and the next one is taken
 * @returns the job with no item pending
 * @throws `cancelled`, `job-missing`, and what storage throws
 */
export async function workThrough(
  hub: Hub,
  jobId: api.Id,
  shown: { readonly kind: api.JobKind; readonly label: string; readonly unit: Progress['unit'] },
  work: (item: JobItemRecord, signal: AbortSignal) => Promise<unknown>,
): Promise<JobRecord> {
  return hub.job(jobId, shown.kind, shown.label, async ({ signal, progress }) => {
    let job = await getJob(hub.database, jobId);
    for (;;) {
      progress(job.done + job.failed, job.items, shown.unit);
      const item = await nextItem(hub.database, jobId);
      if (!item) return job;
      signal.throwIfAborted();
      const outcome = await outcomeOf(() => work(item, signal), signal);
      job = await settleItem(hub.database, jobId, item.index, outcome);
    }
  });
}

/** @throws where the job was cancelled: its item stays pending */
async function outcomeOf(work: () => Promise<unknown>, signal: AbortSignal): Promise<Outcome> {
  try {
    return { state: 'done', result: await work() };
  } catch (error) {
    signal.throwIfAborted();
    return { state: 'failed', error: toErrorRecord(error, 'unexpected') };
  }
}
