/** One tab works on a stored job at a time: two would ask, and pay, twice. */
import { OcaqError } from '../../errors.ts';
import type * as api from '../api.ts';

/** @throws OcaqError `job-elsewhere` */
export async function aloneWith(id: api.Id, work: () => Promise<void>): Promise<void> {
  const { locks } = (globalThis as { navigator?: { locks?: LockManager } }).navigator ?? {};
  if (!locks) return work();
  await locks.request(`ocaq-job:${id}`, { ifAvailable: true }, async (lock) => {
    if (lock) return work();
    throw new OcaqError('job-elsewhere', 'This work is under way in another tab. Continue there, or close it.');
  });
}
