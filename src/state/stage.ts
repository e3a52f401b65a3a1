/** Which of the page's two training screens a run or a checkpoint belongs to. */
import type { CheckpointRecord, RunRecord } from '../worker/api.ts';

export type Stage = 'pretrain' | 'instruct';

export const stageOfRun = ({ data }: Pick<RunRecord, 'data'>): Stage =>
  data.kind === 'instructions' ? 'instruct' : 'pretrain';

/** A checkpoint that was tuned on instructions carries their template; adapters from elsewhere may have none that is known. */
export const stageOfCheckpoint = ({ template, adapter }: Pick<CheckpointRecord, 'template' | 'adapter'>): Stage =>
  template === null && adapter === null ? 'pretrain' : 'instruct';
