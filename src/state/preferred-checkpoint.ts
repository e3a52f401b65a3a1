/**
 * Which checkpoint the page takes where the person has chosen none: of the run that was saved last the best by held-out
 * loss, or the newest of one that was never evaluated. To be used, a tuned model comes before its base; to be tuned, a base
 * comes before one that has been.
 */
import type { CheckpointRecord, Id } from '../worker/api.ts';
import { type Stage, stageOfCheckpoint } from './stage.ts';

type Checkpoints = readonly CheckpointRecord[];

/** For chat and export. */
export const preferredForUse = (checkpoints: Checkpoints): CheckpointRecord | null =>
  preferred(checkpoints, 'instruct') ?? preferred(checkpoints, 'pretrain');

/** To start instruction tuning from. */
export const preferredForTuning = (checkpoints: Checkpoints): CheckpointRecord | null =>
  preferred(checkpoints, 'pretrain') ?? preferred(checkpoints, 'instruct');

export function preferredOfRun(checkpoints: Checkpoints, run: Id): CheckpointRecord | null {
  const own = newestFirst(checkpoints).filter(({ runId }) => runId === run);
  return own.find(({ isBest }) => isBest) ?? own[0] ?? null;
}

export const newestFirst = (checkpoints: Checkpoints): CheckpointRecord[] =>
  [...checkpoints].sort((a, b) => b.savedAt - a.savedAt || b.step - a.step);

function preferred(checkpoints: Checkpoints, stage: Stage): CheckpointRecord | null {
  const newest = newestFirst(checkpoints).find((one) => stageOfCheckpoint(one) === stage);
  return newest ? preferredOfRun(checkpoints, newest.runId) : null;
}
