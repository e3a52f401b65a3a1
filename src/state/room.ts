/** Whether what a run will store has room. */
import type { RunNeeds, StorageStatus } from '../worker/api.ts';

/** `unknown`: the browser does not tell, or tells a rounded amount that is less than is needed. */
export type Room = 'enough' | 'tight' | 'none' | 'unknown';

/** The browser's numbers are estimates, and the disk has other guests. */
const SPARE = 1.25;

export function roomFor({ neededBytes }: Pick<RunNeeds, 'neededBytes'>, storage: StorageStatus): Room {
  const { quotaBytes, freeBytes, isFreeRounded } = storage;
  if (quotaBytes === 0) return 'unknown';
  if (freeBytes >= neededBytes * SPARE) return 'enough';
  if (isFreeRounded) return 'unknown';
  return freeBytes >= neededBytes ? 'tight' : 'none';
}
