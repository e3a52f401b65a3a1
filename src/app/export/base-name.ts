/** What the page calls the model that a checkpoint was tuned from; empty where it is none, or gone. */
import type { CheckpointRecord } from '../../worker/api.ts';
import { useStudio } from '../context.ts';
import { useMessages } from '../messages/messages.ts';
import { runTitle } from '../run/run-title.ts';

const noSnapshot = { runs: [], checkpoints: [], imports: [] };

export function useBaseName(): (checkpoint: Pick<CheckpointRecord, 'runId'>) => string {
  const m = useMessages();
  const { runs, checkpoints, imports } = useStudio((state) => state.snapshot) ?? noSnapshot;
  return ({ runId }) => {
    const base = checkpoints.find(({ id }) => id === runs.find((run) => run.id === runId)?.baseCheckpoint);
    const imported = imports.find(({ run }) => run === base?.runId);
    if (imported) return imported.name;
    const run = runs.find(({ id }) => id === base?.runId);
    return run ? runTitle(run, m) : '';
  };
}
