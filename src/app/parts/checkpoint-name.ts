/** What a checkpoint is called on the page: a model that came from elsewhere by its name, others by what they were trained for. */
import { adapterName } from '../../state/method.ts';
import { stageOfCheckpoint } from '../../state/stage.ts';
import type { CheckpointRecord, ImportedModel, RunRecord } from '../../worker/api.ts';
import { formatNumber } from '../format.ts';
import type { Language, Messages } from '../messages/language.ts';
import { runTitle } from '../run/run-title.ts';

/**
 * @param run that it is of, where that tells it apart: its title and its method come first
 * @param mark behind it: loss
 */
export function checkpointName(
  checkpoint: CheckpointRecord,
  imports: readonly ImportedModel[],
  m: Messages,
  language: Language,
  run: RunRecord | null = null,
  mark = '',
): string {
  const imported = imports.find(({ run }) => run === checkpoint.runId);
  if (imported) return imported.name;
  const kind = m.train.kinds[stageOfCheckpoint(checkpoint)];
  return m.instruct.checkpointName(
    run ? `${runTitle(run, m)} · ${adapterName(run.method) ?? kind}` : kind,
    formatNumber(checkpoint.step, language),
    mark,
  );
}
