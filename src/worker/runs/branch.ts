/** Runs that come from other runs: what a lengthened or restarted one continues from, and with which settings. */
import { OcaqError } from '../../errors.ts';
import { listCheckpoints, loadCheckpoint } from '../../storage/checkpoints.ts';
import type { RunRecord } from '../../storage/records.ts';
import { getRun } from '../../storage/runs.ts';
import { type LoopState, readLoopState } from '../../training/loop-state.ts';
import { lengtheningPoint, restarted } from '../../training/restart.ts';
import type * as api from '../api.ts';
import type { Hub } from '../hub.ts';
import { type RunConfig, runConfig, toRun } from '../stored.ts';

/** @throws `no-checkpoint`, `restart-too-short` */
export async function planLengthening(hub: Hub, run: api.Id, steps: number): Promise<api.BranchPlan> {
  const record = await getRun(hub.database, run);
  const checkpoints = await listCheckpoints(hub.database, record.projectId);
  const kept = await Promise.all(
    checkpoints.filter(({ runId }) => runId === run).map(async ({ id }) => ({ id, state: await stateOf(hub, id) })),
  );
  const point = lengtheningPoint(kept, steps, ({ state }) => state);
  if (!point) throw new OcaqError('no-checkpoint', 'The run has ended without a checkpoint. Start it again.');
  return planOf(point.state, { checkpoint: point.id, settings: { ...settingsOf(record), steps } });
}

/** @throws `checkpoint-missing`, `restart-too-short`, `setting-out-of-range` */
export const planBranch = async (hub: Hub, options: api.BranchOptions): Promise<api.BranchPlan> =>
  planOf(await stateOf(hub, options.checkpoint), options);

function planOf(saved: LoopState, options: api.BranchOptions): api.BranchPlan {
  const { state, isExact, isSameRate } = restarted(saved, options.settings);
  const rewarmSteps = !isSameRate && state.rewarm ? state.rewarm.steps : 0;
  return { ...options, step: saved.step, isExact, isSameRate, rewarmSteps };
}

export interface NewRun {
  readonly project: api.Id;
  readonly config: RunConfig;
}

/** @throws as `planBranch` */
export async function branchConfig(hub: Hub, { checkpoint, settings }: api.BranchOptions): Promise<NewRun> {
  const { manifest } = await loadCheckpoint(hub.database, checkpoint);
  const parent = await getRun(hub.database, manifest.runId);
  const config = runConfig(parent);
  const { state } = restarted(readLoopState(manifest.state), settings);
  const { batch: _rows, seq: _tokens, accumulate: _microBatches, ...merged } = state.settings;
  return {
    project: parent.projectId,
    config: {
      ...config,
      settings: { ...merged, samplePrompt: settings.samplePrompt },
      branch: { run: parent.id, checkpoint, step: manifest.step },
    },
  };
}

export async function seedConfig(hub: Hub, run: api.Id, seed: number): Promise<NewRun> {
  const record = await getRun(hub.database, run);
  const { branch: _, ...config } = runConfig(record);
  const { samplePrompt } = toRun(record);
  return { project: record.projectId, config: { ...config, settings: { ...config.settings, samplePrompt, seed } } };
}

/** With the prompts that it continued last, and the rates that it has come to. */
function settingsOf(record: RunRecord): api.TrainingSettings {
  const { settings, samplePrompt } = toRun(record);
  return { ...settings, samplePrompt };
}

const stateOf = async (hub: Hub, checkpoint: api.Id): Promise<LoopState> =>
  readLoopState((await loadCheckpoint(hub.database, checkpoint)).manifest.state);
