/** A run's session: its plan and its parameters on the device, from its last checkpoint if it has one. */
import { stateBytes } from '../../engine/state-tensors.ts';
import { OcaqError } from '../../errors.ts';
import { describeAdapter, storageFor } from '../../gpu/device.ts';
import { type LatestCheckpoint, listCheckpoints, loadCheckpoint, loadLatest } from '../../storage/checkpoints.ts';
import { checkRoom } from '../../storage/quota.ts';
import type { RunRecord } from '../../storage/records.ts';
import type { LoopSettings } from '../../training/loop-state.ts';
import { openSession, prepareSession, type Session, type StartingPoint } from '../../training/session.ts';
import type { Hub } from '../hub.ts';
import { kernelsFor } from '../models/kernels.ts';
import { checkChoice } from '../models/model.ts';
import { type RunConfig, runConfig } from '../stored.ts';
import type { RunData } from './run-data.ts';

/** The two that are kept, and the one being written. */
const CHECKPOINTS_AT_ONCE = 3;

export interface OpenedRun {
  readonly session: Session;
  readonly data: RunData;
  readonly isResumed: boolean;
}

/**
 * @param budgetBytes what a new run's plan is chosen for; one that has begun keeps its own
 * @throws when it cannot run, or when storage has no room for its checkpoints
 */
export async function openRun(hub: Hub, record: RunRecord, data: RunData, budgetBytes: number): Promise<OpenedRun> {
  const run = runConfig(record);
  checkChoice(run.choice);
  const latest = await loadLatest(hub.database, record.id);
  const adapter = await describeAdapter(navigator.gpu);
  const prepared = await prepareSession({
    adapter,
    config: run.choice.config,
    objective: run.objective,
    settings: loopSettings(run),
    generate: run.choice.seq,
    storage: storageFor(run.choice.precision, adapter),
    kernels: (storage) => kernelsFor(hub, storage),
    budgetBytes: latest ? Number.POSITIVE_INFINITY : budgetBytes,
    start: await startOf(hub, run, latest),
  });
  await checkRoomForCheckpoints(hub, record, stateBytes(prepared.fitted.plan));
  const session = await hub.job(crypto.randomUUID(), 'load', '', ({ signal, progress }) =>
    openSession(navigator.gpu, prepared, data.source, {
      signal,
      onProgress: (done, total) => progress(done, total, 'kernels'),
    }),
  );
  const damaged = (latest?.damaged ?? []).map((error) => passedOver(error, session.start.step));
  return {
    session: { ...session, warnings: [...damaged, ...session.warnings] },
    data,
    isResumed: latest !== undefined,
  };
}

async function startOf(hub: Hub, run: RunConfig, latest: LatestCheckpoint | undefined): Promise<StartingPoint> {
  if (latest) return { from: 'saved', state: latest.manifest.state, tensor: latest.tensor };
  if (run.baseCheckpoint === null) return { from: 'seed' };
  return { from: 'checkpoint', tensor: (await loadCheckpoint(hub.database, run.baseCheckpoint)).tensor };
}

function loopSettings({ choice, settings }: RunConfig): LoopSettings {
  const { batch, seq, accumulate } = choice;
  const { samplePrompt: _prompt, ...rest } = settings;
  return { ...rest, batch, seq, accumulate };
}

/** @throws `storage-full` before anything is trained that could not be kept */
async function checkRoomForCheckpoints(hub: Hub, { id, projectId }: RunRecord, bytes: number): Promise<void> {
  const own = (await listCheckpoints(hub.database, projectId)).filter(({ runId }) => runId === id);
  await checkRoom(bytes * Math.max(1, CHECKPOINTS_AT_ONCE - own.length));
}

/** What is said of a damaged checkpoint when a run resumes from an earlier one. */
function passedOver(damaged: OcaqError, from: number): OcaqError {
  if (damaged.code !== 'checkpoint-damaged') return damaged;
  const { step, problem } = damaged.details;
  return new OcaqError(
    'checkpoint-passed-over',
    `The checkpoint of step ${step} is damaged: ${problem}. The run resumes from the one of step ${from}; the steps between are trained again.`,
    { ...damaged.details, from },
    { cause: damaged },
  );
}
