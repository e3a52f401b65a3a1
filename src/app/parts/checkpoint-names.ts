/** What checkpoints are called where they are named by themselves. */
import type { CheckpointRecord, Id, ImportedModel, RunRecord } from '../../worker/api.ts';
import { useStudio } from '../context.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { checkpointName } from './checkpoint-name.ts';

const noCheckpoints: CheckpointRecord[] = [];
const noImports: ImportedModel[] = [];
const noRuns: RunRecord[] = [];

/** With its run where the project has several of them, so that adapters on one base are told apart. */
export function useCheckpointName(): (id: Id) => string {
  const m = useMessages();
  const language = useLanguage();
  const checkpoints = useStudio((state) => state.snapshot?.checkpoints ?? noCheckpoints);
  const imports = useStudio((state) => state.snapshot?.imports ?? noImports);
  const runs = useStudio((state) => state.snapshot?.runs ?? noRuns);
  return (id) => {
    const checkpoint = checkpoints.find((one) => one.id === id);
    if (!checkpoint) return m.chat.deletedCheckpoint;
    const run = (runs.length > 1 && runs.find((one) => one.id === checkpoint.runId)) || null;
    return checkpointName(checkpoint, imports, m, language, run);
  };
}
