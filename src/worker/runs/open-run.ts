/** A run's session: its plan and its parameters on the device, from its last checkpoint if it has one. */
import { stateBytes } from '../../engine/state-tensors.ts';
import { OcaqError } from '../../errors.ts';
import { describeAdapter, storageFor } from '../../gpu/device.ts';
import { heldOutLossOf } from '../../storage/best-checkpoint.ts';
import { type LatestCheckpoint, listCheckpoints, loadCheckpoint, loadLatest } from '../../storage/checkpoints.ts';
import { checkRoom } from '../../storage/quota.ts';
import type { RunRecord } from '../../storage/records.ts';
import { readPoints } from '../../storage/runs.ts';
import type { LoopSettings } from '../../training/loop-settings.ts';
import { type LoopState, readLoopState } from '../../training/loop-state.ts';
import type { ModelWeights } from '../../training/model-weights.ts';
import { type Change, isBefore, type Remedy, type Trouble } from '../../training/recovery.ts';
import { atRate, onOtherText, restarted, takenBack } from '../../training/restart.ts';
import { openSession, prepareSession, type Session, type StartingPoint } from '../../training/session.ts';
import type * as api from '../api.ts';
import type { Hub } from '../hub.ts';
import { openCheckpoint } from '../models/checkpoint.ts';
import { kernelsFor } from '../models/kernels.ts';
import { engineMethod } from '../models/method.ts';
import { checkChoice } from '../models/model.ts';
import { wholeWeights } from '../models/whole-weights.ts';
import { checkpointDetails, type RunConfig, runConfig } from '../stored.ts';
import { checkpointsAtOnce } from './checkpoint-needs.ts';
import { basisHere, repeatWarnings } from './repeat.ts';
import type { RunData } from './run-data.ts';

export interface OpenedRun {
  readonly session: Session;
  readonly isResumed: boolean;
  /** Lowest held-out loss that a whole checkpoint of the run has; infinite where none was evaluated. */
  readonly bestLoss: number;
  /** Of the checkpoint that it starts from. */
  readonly heldOut: api.HeldOutPoint | null;
  /** What it is changed by from here on. */
  readonly changes: readonly Change[];
}

/** What is changed of a run where it starts; nothing where nothing is given. */
export interface StartChange {
  /** A run that has diverged starts from before the trouble. */
  readonly back?: { readonly trouble: Trouble; readonly remedy: Remedy };
  readonly learningRate?: number;
}

/** What a person has decided on, of a run that has diverged or not. */
export function changeOf({ diverged }: api.RunRecord, { learningRate, back }: api.Resumption): StartChange {
  return {
    ...(learningRate === undefined ? {} : { learningRate }),
    ...(back && diverged
      ? { back: { trouble: diverged.trouble, remedy: { halvesRate: false, leavesBatchesOut: back.leavesBatchesOut } } }
      : {}),
  };
}

export interface OpenOptions {
  /** What a new run's plan is chosen for; one that has begun keeps its own. */
  readonly budgetBytes: number;
  /** Refuses to resume on another adapter than it was trained on: what the browser offers may be a stopgap. */
  readonly sameAdapter: boolean;
  readonly change: StartChange;
}

/**
 * @throws when it cannot run, `no-checkpoint` where all that it had saved was deleted, `storage-full` before anything is
 *   trained that could not be kept, `adapter-away` where `sameAdapter` is not to be had
 */
export async function openRun(
  hub: Hub,
  record: RunRecord,
  data: RunData,
  { budgetBytes, sameAdapter, change }: OpenOptions,
): Promise<OpenedRun> {
  const run = runConfig(record);
  checkChoice(run.choice);
  const checkpoints = (await listCheckpoints(hub.database, record.projectId)).filter(
    ({ runId }) => runId === record.id,
  );
  if (checkpoints.length === 0) await checkNeverSaved(hub, record.id);
  const trouble = change.back?.trouble;
  const latest = await loadLatest(hub.database, record.id, (step) => !trouble || isBefore(step, trouble));
  const adapter = await describeAdapter(navigator.gpu);
  const start = await startOf(hub, run, latest);
  // A checkpoint of its own says all that the run repeats.
  const repeated = start.from === 'saved' ? undefined : run.repeats?.basis;
  const has = repeated && basisHere(repeated, adapter);
  const storage =
    start.from === 'saved'
      ? readLoopState(start.state).storage
      : (has?.storage ?? storageFor(run.choice.precision, adapter));
  const asSaved = await prepareSession({
    adapter: has ? { ...adapter, maxBindingBytes: has.bindingBytes } : adapter,
    config: run.choice.config,
    objective: run.objective,
    method: engineMethod(run.method, storage),
    settings: loopSettings(run),
    packed: data.packed,
    weighted: data.weighted,
    embeddingDropout: data.embeddingDropout,
    generate: run.choice.seq,
    storage,
    kernels: has ? async () => has.kernels : (type) => kernelsFor(hub, type),
    ...(repeated && { memory: { moments: repeated.moments } }),
    budgetBytes: latest || run.branch ? Number.POSITIVE_INFINITY : budgetBytes,
    start,
  });
  const prepared = { ...asSaved, state: changed(asSaved.state, change) };
  if (sameAdapter && prepared.resumeWarning?.code === 'adapter-changed') throw adapterAway(prepared.resumeWarning);
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
  const said = repeated ? repeatWarnings(repeated, adapter) : [];
  const whole = checkpoints.filter(({ id }) => !damaged.some(({ details }) => details.id === id));
  return {
    session: { ...session, warnings: [...passed, ...said, ...session.warnings] },
    isResumed: latest !== undefined,
    bestLoss: Math.min(...whole.map(heldOutLossOf)),
    heldOut: latest ? checkpointDetails(latest.manifest.details).heldOut : null,
    changes: prepared.state.recovery.changes.slice((trouble ?? asSaved.state).recovery.changes.length),
  };
}

/** Begun anew, a run would tell its curves again from the first step, over those that it has. */
async function checkNeverSaved({ database }: Hub, run: api.Id): Promise<void> {
  const events = await readPoints<api.RunEvent>(database, run, 'events');
  if (events.some(({ kind }) => kind === 'checkpoint'))
    throw new OcaqError(
      'no-checkpoint',
      'The run has no checkpoint any more, so it cannot be resumed. Its curves and its log stay. Start it again.',
    );
}

function changed(saved: LoopState, { back, learningRate }: StartChange): LoopState {
  const state = back ? takenBack(saved, back.trouble, back.remedy) : saved;
  return learningRate === undefined ? state : atRate(state, learningRate);
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
  const { state } = restarted(readLoopState(manifest.state), loopSettings(run));
  return { state: run.branch.isNewText ? onOtherText(state) : state, tensor };
}

export function loopSettings({ choice, settings }: RunConfig): LoopSettings {
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
