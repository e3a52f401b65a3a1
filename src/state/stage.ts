/** Which of the page's two training screens a run or a checkpoint belongs to. */
import type { CheckpointRecord, RunRecord } from '../worker/api.ts';

export type Stage = 'pretrain' | 'instruct';

export const stageOfRun = ({ data }: Pick<RunRecord, 'data'>): Stage =>
  data.kind === 'instructions' ? 'instruct' : 'pretrain';

/** A checkpoint that was tuned on instructions carries their template. */
export const stageOfCheckpoint = ({ template }: Pick<CheckpointRecord, 'template'>): Stage =>
  template === null ? 'pretrain' : 'instruct';
