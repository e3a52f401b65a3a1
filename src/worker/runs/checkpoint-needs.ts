/** How many checkpoints of a run there are at the same time, and what they take. */
import { decayStart, type Schedule } from '../../training/schedule.ts';
import type * as api from '../api.ts';

/**
 * The newest two and the one being written; where there is held-out data, the best one as well; where the rate is held
 * first, the one before it falls.
 */
export const checkpointsAtOnce = (hasHeldOut: boolean, schedule: Schedule): number =>
  3 + (hasHeldOut ? 1 : 0) + (decayStart(schedule) === null ? 0 : 1);

export const needsOf = (checkpointBytes: number, checkpoints: number, tokenBytes: number): api.RunNeeds => ({
  checkpointBytes,
  checkpoints,
  tokenBytes,
  neededBytes: checkpointBytes * checkpoints + tokenBytes,
});
