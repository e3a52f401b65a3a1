/** Runs that come from other runs: what a lengthened or restarted one continues from, and with which settings. */
import { OcaqError } from '../../errors.ts';
import { listCheckpoints, loadCheckpoint } from '../../storage/checkpoints.ts';
import type { RunRecord } from '../../storage/records.ts';
import { getRun } from '../../storage/runs.ts';
import { annealed, annealingPoint, annealingSteps } from '../../training/anneal.ts';
import { type LoopState, readLoopState } from '../../training/loop-state.ts';
import { lengtheningPoint, restarted } from '../../training/restart.ts';
import type * as api from '../api.ts';
import type { Hub } from '../hub.ts';
import { type RunConfig, runConfig, toRun } from '../stored.ts';
import { currentTokenizer } from '../text/tokens.ts';
import { corpusOfNow } from './run-config.ts';

/** @throws `no-checkpoint`, `restart-too-short` */
export async function planLengthening(hub: Hub, run: api.Id, steps: number): Promise<api.BranchPlan> {
  const record = await getRun(hub.database, run);
  const point = lengtheningPoint(await keptOf(hub, record), steps, ({ state }) => state);
  if (!point) throw noCheckpoint();
  return planOf(point.state, { checkpoint: point.id, settings: { ...settingsOf(record), steps } });
}

/** @throws `no-checkpoint` */
export async function planAnneal(hub: Hub, run: api.Id, share: number, newText: boolean): Promise<api.BranchPlan> {
  const record = await getRun(hub.database, run);
  const point = annealingPoint(await keptOf(hub, record), ({ state }) => state);
  if (!point) throw noCheckpoint();
  const { step } = point.state;
  const { schedule, holdShare, steps, warmupSteps, learningRate, minLearningRate } = annealed(
    point.state,
    step + annealingSteps(step, share),
  );
  const course = { schedule, holdShare, steps, warmupSteps, learningRate, minLearningRate };
  return planOf(point.state, { checkpoint: point.id, settings: { ...settingsOf(record), ...course }, newText });
}

/** @throws `checkpoint-missing`, `restart-too-short`, `setting-out-of-range` */
export const planBranch = async (hub: Hub, options: api.BranchOptions): Promise<api.BranchPlan> =>
  planOf(await stateOf(hub, options.checkpoint), options);

function planOf(saved: LoopState, options: api.BranchOptions): api.BranchPlan {
  const { state, isExact, isSameRate } = restarted(saved, options.settings);
  const rewarmSteps = !isSameRate && state.rewarm ? state.rewarm.steps : 0;
  return { ...options, step: saved.step, isExact: isExact && !options.newText, isSameRate, rewarmSteps };
}

export interface NewRun {
  readonly project: api.Id;
  readonly config: RunConfig;
}

/** @throws as `planBranch` */
export async function branchConfig(
  hub: Hub,
  { checkpoint, settings, newText = false }: api.BranchOptions,
): Promise<NewRun> {
  const { manifest } = await loadCheckpoint(hub.database, checkpoint);
  const parent = await getRun(hub.database, manifest.runId);
  const { repeats: _repeats, ...before } = runConfig(parent);
  const config = newText ? await onCorpusOfNow(hub, parent.projectId, before) : before;
  const { state } = restarted(readLoopState(manifest.state), settings);
  const { batch: _rows, seq: _tokens, accumulate: _microBatches, ...merged } = state.settings;
  return {
    project: parent.projectId,
    config: {
      ...config,
      settings: { ...merged, samplePrompt: settings.samplePrompt },
      branch: {
        ...{ run: parent.id, checkpoint, step: manifest.step },
        isNewText: config.tokenSet !== before.tokenSet,
      },
    },
  };
}

/** @throws `tokenizer-changed` */
async function onCorpusOfNow(hub: Hub, project: api.Id, config: RunConfig): Promise<RunConfig> {
  if ((await currentTokenizer(hub, project)).id !== config.tokenizer)
    throw new OcaqError(
      'tokenizer-changed',
      'The run was trained with another tokenizer than the project has now, so it cannot go on with the corpus as it is now. Go on with the text that it had, or start a new run.',
    );
  return { ...config, ...(await corpusOfNow(hub, project)) };
}

export async function seedConfig(hub: Hub, run: api.Id, seed: number): Promise<NewRun> {
  const record = await getRun(hub.database, run);
  const { branch: _branch, repeats: _repeats, ...config } = runConfig(record);
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

const keptOf = async (hub: Hub, { id: run, projectId }: RunRecord) =>
  Promise.all(
    (await listCheckpoints(hub.database, projectId))
      .filter(({ runId }) => runId === run)
      .map(async ({ id }) => ({ id, state: await stateOf(hub, id) })),
  );

const noCheckpoint = () => new OcaqError('no-checkpoint', 'The run has ended without a checkpoint. Start it again.');
