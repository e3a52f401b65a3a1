/** How a step of the journey has ended, and where to go on from there. Pure. */
import type { ProjectSnapshot, RunRecord } from '../worker/api.ts';
import { preferredOfRun } from './preferred-checkpoint.ts';
import { type Stage, stageOfCheckpoint, stageOfRun } from './stage.ts';

/** A step that is done, with what its closing line says of it. `best`: the step whose checkpoint is preferred, where it is not the last. */
export type Closing =
  | { step: 'corpus'; documents: number; bytes: number; next: 'tokenizer' | 'model' | 'train' }
  | { step: 'tokenizer'; vocabSize: number; fertility: number; next: 'model' | 'train' }
  | { step: 'model'; seq: number; next: 'train' | 'instruct' }
  | { step: 'train'; steps: number; best: number | null; next: 'instruct' | 'chat' }
  | { step: 'instruct'; steps: number; best: number | null; next: 'chat' }
  | { step: 'chat'; next: 'export' };

export type ClosedStep = Closing['step'];

/**
 * @param answered whether the model has answered in the chat
 * @returns null while the step is not done, or where its run has learned or saved nothing
 */
export function closingOf(step: ClosedStep, snapshot: ProjectSnapshot | null, answered: boolean): Closing | null {
  if (!snapshot) return null;
  const { corpus, tokenizer, model } = snapshot;
  const hasTokenizer = tokenizer !== null && !tokenizer.stale;
  const afterTokenizer = model ? 'train' : 'model';
  switch (step) {
    case 'corpus':
      return corpus.documents > 0
        ? {
            step,
            documents: corpus.documents,
            bytes: corpus.bytes,
            next: hasTokenizer ? afterTokenizer : 'tokenizer',
          }
        : null;
    case 'tokenizer':
      return hasTokenizer
        ? { step, vocabSize: tokenizer.vocabSize, fertility: tokenizer.fertility, next: afterTokenizer }
        : null;
    case 'model':
      // An imported model without a corpus beside it has nothing else to learn from.
      return model && tokenizer
        ? { step, seq: model.seq, next: snapshot.imports.length > 0 && corpus.documents === 0 ? 'instruct' : 'train' }
        : null;
    case 'train': {
      const end = endOf(snapshot, 'pretrain');
      const isTuned = snapshot.checkpoints.some((one) => stageOfCheckpoint(one) === 'instruct');
      return end && { step, ...end, next: isTuned ? 'chat' : 'instruct' };
    }
    case 'instruct': {
      const end = endOf(snapshot, 'instruct');
      return end && { step, ...end, next: 'chat' };
    }
    case 'chat':
      return answered ? { step, next: 'export' } : null;
    default:
      return step satisfies never;
  }
}

/** Of the newest run of a stage; null until it has ended with a checkpoint of what it has learned. */
function endOf({ runs, checkpoints }: ProjectSnapshot, stage: Stage): { steps: number; best: number | null } | null {
  const newest = runs
    .filter((run) => stageOfRun(run) === stage)
    .reduce<RunRecord | null>((best, run) => (!best || run.startedAt > best.startedAt ? run : best), null);
  if (newest?.status !== 'finished' && newest?.status !== 'stopped') return null;
  const preferred = preferredOfRun(checkpoints, newest.id);
  return preferred && newest.step > 0
    ? { steps: newest.step, best: preferred.step === newest.step ? null : preferred.step }
    : null;
}
