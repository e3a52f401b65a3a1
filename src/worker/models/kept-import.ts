/** What came from elsewhere is kept as a run that was never begun, so that whatever works on a run's checkpoints works on it. */
import { type NamedBytes, saveCheckpoint } from '../../storage/checkpoints.ts';
import { createRun, deleteRun, getRun } from '../../storage/runs.ts';
import type * as api from '../api.ts';
import type { Hub } from '../hub.ts';
import { NO_RUN_DETAILS } from '../runs/run-details.ts';
import { type CheckpointDetails, type RunConfig, toCheckpoint } from '../stored.ts';

/** @throws what `saveCheckpoint` and the tensors throw; nothing is kept then */
export async function keepImport(
  hub: Hub,
  projectId: api.Id,
  name: string,
  config: RunConfig,
  details: CheckpointDetails,
  tensors: AsyncIterable<NamedBytes>,
): Promise<api.CheckpointRecord> {
  const begun = { status: 'finished', step: 0, state: null, details: NO_RUN_DETAILS } as const;
  const { id: runId } = await createRun(hub.database, { projectId, name, ...begun, config });
  try {
    const { checkpoint } = await saveCheckpoint(
      hub.database,
      { runId, projectId, step: 0, label: name, keep: true, metrics: {}, details, state: null },
      tensors,
    );
    await getRun(hub.database, runId); // deleted meanwhile, it would leave its checkpoint behind
    return toCheckpoint(checkpoint, false);
  } catch (error) {
    await deleteRun(hub.database, runId).catch(() => undefined); // why it failed says more
    throw error;
  }
}
