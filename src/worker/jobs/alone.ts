/** One tab works on a stored job at a time: two would do, or ask and pay, everything twice. */
import { OcaqError } from '../../errors.ts';
import type * as api from '../api.ts';

/** @throws OcaqError `job-elsewhere` */
export async function aloneWith<T>(id: api.Id, work: () => Promise<T>): Promise<T> {
  const { locks } = (globalThis as { navigator?: { locks?: LockManager } }).navigator ?? {};
  if (!locks) return work();
  return locks.request(`ocaq-job:${id}`, { ifAvailable: true }, async (lock): Promise<T> => {
    if (lock) return work();
    throw new OcaqError('job-elsewhere', 'This work is under way in another tab. Continue there, or close it.');
  });
}
