/** What a checkpoint is called on the page: a model that came from elsewhere by its name, others by what they were trained for. */
import { stageOfCheckpoint } from '../../state/stage.ts';
import type { CheckpointRecord, ImportedModel } from '../../worker/api.ts';
import { formatNumber } from '../format.ts';
import type { Language, Messages } from '../messages/language.ts';

/** @param mark behind it: loss, run */
export function checkpointName(
  checkpoint: CheckpointRecord,
  imports: readonly ImportedModel[],
  m: Messages,
  language: Language,
  mark = '',
): string {
  const imported = imports.find(({ run }) => run === checkpoint.runId);
  if (imported) return imported.name;
  return m.instruct.checkpointName(
    m.train.kinds[stageOfCheckpoint(checkpoint)],
    formatNumber(checkpoint.step, language),
    mark,
  );
}
