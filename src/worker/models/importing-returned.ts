/** A checkpoint that came back from a cluster, as the latest of its run, which is resumed from there. */
import { OcaqError } from '../../errors.ts';
import type { FolderSource } from '../../formats/hf-folder.ts';
import { listCheckpoints, type NamedBytes, saveCheckpoint } from '../../storage/checkpoints.ts';
import type { RunRecord } from '../../storage/records.ts';
import { listRuns } from '../../storage/runs.ts';
import { type ReturnedCheckpoint, readReturned } from '../../training/cluster/checkpoint.ts';
import type * as api from '../api.ts';
import type { Hub, Job } from '../hub.ts';
import { RunJournal } from '../runs/run-journal.ts';
import { savedDetails } from '../runs/saved-details.ts';
import { runConfig, toCheckpoint } from '../stored.ts';
import type { StudioIdentity } from './export-cluster.ts';

/**
 * @param refuse throws where the run is under way
 * @throws OcaqError `cluster-run-unknown` where the project has no such run, `cluster-behind` where it is further itself; as
 *   `readReturned` and `saveCheckpoint`. Nothing is changed then
 */
export async function importReturned(
  hub: Hub,
  project: api.Id,
  folder: FolderSource,
  refuse: (run: api.Id) => Promise<void>,
  job: Job,
): Promise<api.CheckpointRecord> {
  const returned = await readReturned(folder);
  const { state, log } = returned;
  const record = await runIn(hub, project, returned.run as StudioIdentity, folder.name);
  await refuse(record.id);
  const kept = (await listCheckpoints(hub.database, project)).filter(({ runId }) => runId === record.id);
  const own = Math.max(0, ...kept.map(({ step }) => step));
  if (own >= state.step) throw behind(folder.name, state.step, own);
  const evaluated = log.heldOut.find(({ step }) => step === state.step) ?? null;
  const details = savedDetails(runConfig(record), evaluated);
  const { checkpoint } = await saveCheckpoint(
    hub.database,
    { runId: record.id, projectId: project, step: state.step, label: '', metrics: {}, details, state },
    bytesOf(returned, job),
  );
  await tell(new RunJournal(hub, record), returned);
  return toCheckpoint(checkpoint, false);
}

/** The steps done elsewhere, in the place of those that were done here since the run left, and where the run is now. */
async function tell(journal: RunJournal, { state, log }: ReturnedCheckpoint): Promise<void> {
  const { batch, accumulate, seq } = state.settings;
  for (const point of log.steps)
    journal.step({ ...point, stepMilliseconds: (1000 * batch * accumulate * seq) / point.tokensPerSecond });
  await journal.flush();
  for (const point of log.heldOut) await journal.heldOut(point);
  if (log.warning) await journal.event(state.step, 'warning', log.warning);
  await journal.change({ step: state.step, status: 'paused' });
}

async function* bytesOf({ tensors }: ReturnedCheckpoint, job: Job): AsyncGenerator<NamedBytes> {
  for (const [done, { name, read }] of tensors.entries()) {
    job.signal.throwIfAborted();
    job.progress(done, tensors.length, 'tensors');
    const { buffer, byteOffset, byteLength } = await read();
    yield { name, bytes: new Uint8Array(buffer, byteOffset, byteLength) };
  }
}

/** The run that it says it is of, whose model must be the same. */
async function runIn(
  hub: Hub,
  project: api.Id,
  { id, startedAt, config }: Partial<StudioIdentity>,
  folder: string,
): Promise<RunRecord> {
  const runs = await listRuns(hub.database, project);
  const known = runs.find((run) => run.id === id) ?? runs.find(({ createdAt }) => createdAt === startedAt);
  if (known && JSON.stringify(config) === JSON.stringify(runConfig(known).choice.config)) return known;
  throw new OcaqError(
    'cluster-run-unknown',
    `"${folder}" goes on with a run that this project does not have. Open the project that the bundle was exported from.`,
    { folder },
  );
}

const behind = (folder: string, step: number, own: number): OcaqError =>
  new OcaqError(
    'cluster-behind',
    `"${folder}" is at step ${step}, and the run here is at step ${own} already. Choose a later checkpoint; nothing was changed.`,
    { folder, step, own },
  );
