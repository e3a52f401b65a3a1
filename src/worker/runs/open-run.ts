/** A run's session: its plan and its parameters on the device, from its last checkpoint if it has one. */
import { stateBytes } from '../../engine/state-tensors.ts';
import { OcaqError } from '../../errors.ts';
import { describeAdapter, storageFor } from '../../gpu/device.ts';
import { heldOutLossOf } from '../../storage/best-checkpoint.ts';
import { type LatestCheckpoint, listCheckpoints, loadCheckpoint, loadLatest } from '../../storage/checkpoints.ts';
import { checkRoom } from '../../storage/quota.ts';
import type { RunRecord } from '../../storage/records.ts';
import { type LoopSettings, readLoopState } from '../../training/loop-state.ts';
import type { ModelWeights } from '../../training/model-weights.ts';
import { restarted } from '../../training/restart.ts';
import { openSession, prepareSession, type Session, type StartingPoint } from '../../training/session.ts';
import type { Hub } from '../hub.ts';
import { openCheckpoint } from '../models/checkpoint.ts';
import { kernelsFor } from '../models/kernels.ts';
import { engineMethod } from '../models/method.ts';
import { checkChoice } from '../models/model.ts';
import { wholeWeights } from '../models/whole-weights.ts';
import { type RunConfig, runConfig } from '../stored.ts';
import { checkpointsAtOnce } from './checkpoint-needs.ts';
import type { RunData } from './run-data.ts';

export interface OpenedRun {
  readonly session: Session;
  readonly isResumed: boolean;
  /** Lowest held-out loss that a whole checkpoint of the run has; infinite where none was evaluated. */
  readonly bestLoss: number;
}

export interface OpenOptions {
  /** What a new run's plan is chosen for; one that has begun keeps its own. */
  readonly budgetBytes: number;
  /** Refuses to resume on another adapter than it was trained on: what the browser offers may be a stopgap. */
  readonly sameAdapter: boolean;
}

/**
 * @throws when it cannot run, `storage-full` before anything is trained that could not be kept, `adapter-away` where
 *   `sameAdapter` is not to be had
 */
export async function openRun(
  hub: Hub,
  record: RunRecord,
  data: RunData,
  { budgetBytes, sameAdapter }: OpenOptions,
): Promise<OpenedRun> {
  const run = runConfig(record);
  checkChoice(run.choice);
  const latest = await loadLatest(hub.database, record.id);
  const adapter = await describeAdapter(navigator.gpu);
  const start = await startOf(hub, run, latest);
  const storage =
    start.from === 'saved' ? readLoopState(start.state).storage : storageFor(run.choice.precision, adapter);
  const prepared = await prepareSession({
    adapter,
    config: run.choice.config,
    objective: run.objective,
    method: engineMethod(run.method, storage),
    settings: loopSettings(run),
    packed: data.packed,
    weighted: data.weighted,
    embeddingDropout: data.embeddingDropout,
    generate: run.choice.seq,
    storage,
    kernels: (type) => kernelsFor(hub, type),
    budgetBytes: latest || run.branch ? Number.POSITIVE_INFINITY : budgetBytes,
    start,
  });
  if (sameAdapter && prepared.resumeWarning?.code === 'adapter-changed') throw adapterAway(prepared.resumeWarning);
  const checkpoints = (await listCheckpoints(hub.database, record.projectId)).filter(
    ({ runId }) => runId === record.id,
  );
  await checkRoom(
    stateBytes(prepared.fitted.plan) *
      Math.max(1, checkpointsAtOnce(data.heldOut() !== null, prepared.state.settings) - checkpoints.length),
  );
  const session = await hub.job(crypto.randomUUID(), 'prepare', '', ({ signal, progress }) =>
    openSession(navigator.gpu, prepared, data.source, {
      signal,
      onProgress: (done, total) => progress(done, total, 'kernels'),
    }),
  );
  const damaged = latest?.damaged ?? [];
  const passed = damaged.map((error) => passedOver(error, session.start.step));
  const whole = checkpoints.filter(({ id }) => !damaged.some(({ details }) => details.id === id));
  return {
    session: { ...session, warnings: [...passed, ...session.warnings] },
    isResumed: latest !== undefined,
    bestLoss: Math.min(...whole.map(heldOutLossOf)),
  };
}

/** Adapters need the weights that they lie beside however the run starts. */
async function startOf(hub: Hub, run: RunConfig, latest: LatestCheckpoint | undefined): Promise<StartingPoint> {
  const saved = latest ? { state: latest.manifest.state, tensor: latest.tensor } : await branchedFrom(hub, run);
  const isBaseNeeded = saved === null || run.method.kind === 'lora';
  const base = isBaseNeeded && run.baseCheckpoint !== null ? await baseWeights(hub, run.baseCheckpoint) : undefined;
  return saved ? { from: 'saved', ...saved, base } : (base ?? { from: 'seed' });
}

async function baseWeights(hub: Hub, id: string): Promise<ModelWeights> {
  try {
    return wholeWeights(await openCheckpoint(hub, id));
  } catch (error) {
    if (!(error instanceof OcaqError) || error.code !== 'checkpoint-missing') throw error;
    throw new OcaqError(
      'run-base-deleted',
      'The model that this run begins with was deleted, and the run has saved nothing of its own, so it cannot start. Set it up again from another model.',
      { id },
      { cause: error },
    );
  }
}

async function branchedFrom(hub: Hub, run: RunConfig) {
  if (!run.branch) return null;
  const { manifest, tensor } = await loadCheckpoint(hub.database, run.branch.checkpoint);
  return { state: restarted(readLoopState(manifest.state), loopSettings(run)).state, tensor };
}

function loopSettings({ choice, settings }: RunConfig): LoopSettings {
  const { batch, seq, accumulate } = choice;
  const { samplePrompt: _prompt, ...rest } = settings;
  return { ...rest, batch, seq, accumulate };
}

function adapterAway(changed: OcaqError): OcaqError {
  const { from, to } = changed.details;
  return new OcaqError(
    'adapter-away',
    `The run was trained on "${from}", but the browser now offers only "${to}", as it does when the graphics driver has failed several times. Restart the browser: the run then resumes by itself. Or stop it, and resume it on what is there.`,
    changed.details,
    { cause: changed },
  );
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
