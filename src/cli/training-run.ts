/**
 * A training run of the command line, whatever it learns from: planned, opened or resumed, walked with a line of `log.jsonl` a
 * step, saved, and written out at its end. Commands say what it learns and from what it starts.
 */
import path from 'node:path';
import { type Batch, type BatchSource, paddingShare } from '../data/batches.ts';
import type { RowLayout } from '../data/examples.ts';
import type { ModelOnDevice } from '../engine/model-on-device.ts';
import { OcaqError } from '../errors.ts';
import { type Evaluation, evaluate } from '../evaluation/evaluate.ts';
import type { ModelConfig } from '../formats/hf-config.ts';
import { describeAdapter } from '../gpu/device.ts';
import type { StorageType } from '../gpu/launch.ts';
import { type StoredModelConfig, withFamily } from '../model/families/table.ts';
import type { Method } from '../model/method.ts';
import type { Recipe } from '../model/recipe.ts';
import { annealed } from '../training/anneal.ts';
import { goodStateTensors } from '../training/good-state.ts';
import type { LoopRequest } from '../training/loop.ts';
import type { LoopSettings } from '../training/loop-settings.ts';
import { type LoopState, readLoopState } from '../training/loop-state.ts';
import { changeSaid, Diverged, isBefore, outcomeOf } from '../training/recovery.ts';
import { onOtherText, restarted, takenBack } from '../training/restart.ts';
import { openSession, prepareSession, runSession, type Session, type StartingPoint } from '../training/session.ts';
import {
  bestLoss,
  loadLatest,
  type RunIdentity,
  type SavedRun,
  saveCheckpoint,
  savedSteps,
} from './checkpoint-folder.ts';
import { DEVICE_OPTIONS, dawnOf, PLANNING_OPTIONS, storageOf } from './device.ts';
import { fileExists, makeFolder, writeWhole } from './files.ts';
import { KERNEL_OPTIONS, kernelsOf } from './kernels.ts';
import { checkOutApart, type OptionTable, type OptionValues, usageError } from './options.ts';
import { choiceLines, memoryOptions } from './plan-choice.ts';
import type { Progress } from './progress.ts';
import { changedRecipe, RECIPE_OPTIONS, recipeText } from './recipe-options.ts';
import { RunLog } from './run-log.ts';

/** Of `--accumulate`, also where a plan alone depends on it. */
export const ACCUMULATE_HELP =
  'Micro-batches of a step. With one, gradients lie where memory is free until the update: none is set aside to add them up in.';

/** Of the model's card. */
export const CARD_OPTIONS = {
  license: {
    kind: 'text',
    value: 'TAG',
    unset: 'the card says that it is not stated',
    help: 'The licence of the model, for its card: a tag of the Hugging Face Hub, such as cc-by-sa-4.0.',
  },
} as const satisfies OptionTable;

/** Beside what is written: what was not learned from. */
export const HELD_OUT_FILE = 'heldout.jsonl';

export const SIZE_OPTIONS = {
  steps: { kind: 'whole', required: true, min: 1, help: 'Optimizer steps of the run.' },
  batch: { kind: 'whole', required: true, min: 1, help: 'Rows of a micro-batch.' },
  seq: { kind: 'whole', required: true, min: 1, help: "Tokens of a row, at most the model's context." },
  accumulate: { kind: 'whole', min: 1, default: 1, help: ACCUMULATE_HELP },
} as const satisfies OptionTable;

export const RUN_OPTIONS = {
  ...RECIPE_OPTIONS,
  seed: { kind: 'whole', min: 0, default: 0, help: 'Seed of new weights and of the order of the data.' },
  evalEvery: { kind: 'whole', min: 0, default: 0, help: 'Steps between held-out losses; 0 gives one, at the end.' },
  saveEvery: { kind: 'whole', min: 0, default: 0, help: 'Steps between checkpoints; 0 saves one, at the end.' },
  stopAt: { kind: 'whole', min: 1, unset: 'the end of the run', help: 'Save and stop after this step.' },
  resume: {
    kind: 'flag',
    help: 'Resume from the last checkpoint in `--out`; with more `--steps`, the run is lengthened.',
  },
  anneal: {
    kind: 'text',
    value: 'DIR',
    unset: 'nothing is annealed',
    help: 'Continue from the last checkpoint of the run in DIR with a learning rate that falls from there to zero at `--steps`. That run stays as it is; the text may be another one.',
  },
  ...PLANNING_OPTIONS,
  ...DEVICE_OPTIONS,
  ...KERNEL_OPTIONS,
} as const satisfies OptionTable;

type RunOptions = OptionValues<typeof RUN_OPTIONS>;
/** What options and data come to. */
type RunSizes = Pick<LoopSettings, 'steps' | 'batch' | 'seq' | 'accumulate'>;

/** What a run learns, and from what. */
export interface Training {
  readonly out: string;
  readonly sizes: RunSizes;
  readonly config: ModelConfig;
  /** How rows of examples are written; plain text unless given. */
  readonly rows?: Pick<RowLayout, 'packed' | 'weighted'>;
  readonly embeddingDropout?: number;
  /** @param storage how activations are stored */
  method(storage: StorageType): Method;
  /** Hash over what is learned. */
  readonly data: string;
  /** Hash over the weights beside adapters; full training asks for none. */
  base?(): Promise<string>;
  /** Of a new run. */
  recipe(config: ModelConfig): Recipe;
  /** What a new run starts from; of adapters the weights beside them, which a resumed one needs again. */
  start(config: ModelConfig): Promise<StartingPoint>;
  source(settings: LoopSettings): Promise<BatchSource> | BatchSource;
  /** Batches to measure held-out losses on and the UTF-8 bytes behind them; null where nothing is held out. */
  heldOut(batch: number): { readonly batches: AsyncIterable<Batch> | Iterable<Batch>; readonly bytes: number } | null;
  /** Lines of `HELD_OUT_FILE`. */
  readonly heldOutRows: readonly object[];
  /** Jinja, beside the checkpoints from the beginning on, for who exports one; absent where nothing chats. */
  readonly chatTemplate?: string;
  /** Writes what the run ends in. */
  write(model: ModelOnDevice, trained: Trained): Promise<void>;
}

/** What a run has come to when its model is written. */
export interface Trained {
  readonly end: LoopState;
  /** Of its last step; null: it was not measured. */
  readonly heldOut: Evaluation | null;
  /** Of a row, without padding, in the mean. */
  readonly rowTokens: number;
}

export interface TrainedRun {
  readonly end: LoopState;
  readonly loss: number | null;
  readonly heldOut: Evaluation | null;
  readonly bytes: number;
}

/** @throws OcaqError `usage` where `--out` holds another run, `nothing-to-resume`, `resume-differs`, `beyond-budget`, and what planning, opening and training throw */
export async function runTraining(options: RunOptions, training: Training, progress: Progress): Promise<TrainedRun> {
  const { out, sizes } = training;
  const loaded = await loadedRun(options, out);
  if (!options.resume) await checkNew(out);
  const from = loaded && (options.resume ? continued(options, sizes.steps, loaded) : toAnneal(training, loaded));
  const saved = from?.saved ?? null;
  const config = saved ? { ...training.config, initializerRange: startedWith(saved) } : training.config;
  const gpu = await dawnOf(options);
  const adapter = await describeAdapter(gpu);
  const storage = storageOf(options, adapter);
  const method = training.method(storage);
  const base = method.kind === 'full' ? undefined : await training.base?.();
  const continues = saved?.run.continues;
  const run: RunIdentity = {
    ...{ config, method, corpus: training.data },
    ...(base !== undefined && { base }),
    ...(continues !== undefined && { continues }),
  };
  const memory = memoryOptions(options, saved !== null);
  const savedSettings = saved?.state.settings;
  const dealt = savedSettings ? dealtAs(savedSettings, sizes) : sizes;
  const settings = settingsOf(options, dealt, savedSettings ?? training.recipe(config));
  if (saved && savedSettings) checkSame(saved, savedSettings, settings, run, { storage, ...memory });
  for (const { message } of saved?.damaged ?? []) progress.end(`${message} Resuming from the one before.`);
  if (from?.said) progress.end(from.said);
  progress.end(recipeText(settings));
  const log = new RunLog(path.join(out, 'log.jsonl'), () =>
    progress.end(
      'There is no room left on the disk for log.jsonl. The run goes on; its lines are written when there is.',
    ),
  );
  const open = async (from: SavedRun | null) => {
    const prepared = await prepareSession({
      adapter,
      config,
      method,
      settings,
      ...training.rows,
      ...(training.embeddingDropout !== undefined && { embeddingDropout: training.embeddingDropout }),
      generate: 0,
      storage,
      memory,
      kernels: (type) => kernelsOf(options, gpu, type),
      budgetBytes: options.budget ?? Number.POSITIVE_INFINITY,
      mayDealRows: true,
      start: await startOf(from, method, () => training.start(config)),
    });
    if (prepared.overBudget) throw prepared.overBudget;
    return prepared;
  };
  const source = await training.source(settings);
  const padding = paddingLine(source);
  if (padding !== null) progress.end(padding);
  let prepared = await open(saved);
  const { request, fitted, state } = prepared;
  const { accumulate } = state.settings;
  for (const line of choiceLines({ ...settings, budget: options.budget }, { request, accumulate, fitted }))
    progress.end(line);
  await makeFolder(out);
  const rows = training.heldOutRows.map((row) => `${JSON.stringify(row)}\n`);
  await writeWhole(path.join(out, HELD_OUT_FILE), rows.join(''));
  if (training.chatTemplate) await writeWhole(path.join(out, 'chat_template.jinja'), training.chatTemplate);
  await (options.resume ? log.backTo(prepared.state.step) : log.begin());
  const stop = stopRequests();
  const stopAt = options.stopAt ?? settings.steps;
  const tell = (step: number, said: OcaqError) => {
    log.event(step, said);
    progress.end(said.message);
  };
  for (let changes = loaded ? readLoopState(loaded.state).recovery.changes.length : 0; ; ) {
    const session = await openSession(gpu, prepared, source);
    const { model, start } = session;
    try {
      for (const { message } of session.warnings) progress.end(message);
      const changed = start.recovery.changes.slice(changes);
      for (const change of changed) tell(change.step, changeSaid(change));
      // What was changed, and what another run is continued from, is to outlive a kill before the next checkpoint.
      const isFirst = start.step > 0 && (await savedSteps(out)).length === 0;
      if (changed.length > 0 || isFirst)
        await saveIfRoom(() => saveCheckpoint(out, goodStateTensors(model, start), start, run, null), progress);
      changes = start.recovery.changes.length;
      const walked = await walk(session, { training, run, log, progress, stop, stopAt });
      const { end, heldOut } = walked;
      const rowTokens = source.tokensPerEpoch / source.windowsPerEpoch;
      const last = end.evaluatedAt === end.step ? heldOut : null;
      await model.withModelWeights(() => training.write(model, { end, heldOut: last, rowTokens }));
      progress.end(`wrote ${out}`);
      return { ...walked, bytes: model.executor.createdBytes };
    } catch (error) {
      if (!(error instanceof Diverged)) throw error;
      const { trouble } = error;
      const outcome = outcomeOf(error, [...(continues === undefined ? [0] : []), ...(await savedSteps(out))]);
      if (outcome.kind !== 'goes-back') {
        const why = outcome.kind === 'ends' ? outcome.why : error;
        if (why !== error) tell(trouble.step, error);
        log.event(trouble.step, why);
        throw why;
      }
      tell(trouble.step, error);
      prepared = await open(await loadLatest(out, (step) => isBefore(step, trouble)));
      prepared = { ...prepared, state: takenBack(prepared.state, trouble, outcome.remedy) };
      await log.backTo(prepared.state.step);
    } finally {
      model.destroy();
    }
  }
}

/** null where rows hold none. */
function paddingLine(source: BatchSource): string | null {
  const share = paddingShare(source);
  if (share === 0) return null;
  const { windowsPerEpoch: rows, tokensPerEpoch: tokens } = source;
  return `a pass: ${Math.round(tokens)} tokens in ${rows} rows of ${source.seq}, ${(100 * share).toFixed(1)} % padding`;
}

/** What is resumed or annealed; null of a run that begins. */
async function loadedRun({ resume, anneal }: RunOptions, out: string): Promise<SavedRun | null> {
  if (anneal !== undefined) checkOutApart(out, anneal);
  const from = resume ? out : anneal;
  if (from === undefined) return null;
  const saved = await loadLatest(from);
  if (saved) return saved;
  const advice = resume
    ? 'Leave --resume out to begin a new run, or give the folder of the run as --out.'
    : 'Give the folder of a run that was stopped as --anneal.';
  throw new OcaqError('nothing-to-resume', `"${from}" holds no checkpoint, so there is nothing to resume. ${advice}`, {
    out: from,
  });
}

/** That a new run takes nothing's place. */
async function checkNew(out: string): Promise<void> {
  if ((await savedSteps(out)).length > 0)
    throw usageError(`"${out}" holds the checkpoints of another run. Give --resume to resume it, or another --out.`);
  for (const name of ['model.safetensors', 'adapter_model.safetensors'])
    if (await fileExists(path.join(out, name)))
      throw usageError(`"${out}" holds a model, "${name}", which the run would replace. Give another --out.`);
}

interface Walk {
  readonly training: Training;
  readonly run: RunIdentity;
  readonly log: RunLog;
  readonly progress: Progress;
  readonly stop: { readonly requested: boolean };
  readonly stopAt: number;
}

/** The loop, with its log, its checkpoints and its held-out losses. */
async function walk(
  session: Session,
  { training, run, log, progress, stop, stopAt }: Walk,
): Promise<Omit<TrainedRun, 'bytes'>> {
  const { model, start } = session;
  const { settings } = start;
  let steps = start.step;
  let heldOut: Evaluation | null = null;
  let best = await bestLoss(training.out);
  let isBetter = false;
  let loss: number | null = null;
  const end = await runSession(session, {
    onStep(report) {
      loss = report.loss;
      log.step(report);
      for (const { message } of report.remarks) progress.end(message);
      progress.show(
        `step ${report.step} of ${settings.steps}: loss ${report.loss.toFixed(4)}, ${report.tokensPerSecond.toFixed(0)} tokens/s`,
      );
    },
    async evaluate(step) {
      const data = training.heldOut(settings.batch);
      if (!data) return;
      heldOut = await evaluate(model, data.batches, { bytes: data.bytes });
      progress.show(
        `step ${step}: held-out loss ${heldOut.loss.toFixed(4)}, perplexity ${heldOut.perplexity.toFixed(2)}`,
        true,
      );
      isBetter = heldOut.loss < best;
      if (isBetter) best = heldOut.loss;
    },
    sample: () => Promise.resolve(),
    async save(state) {
      const heldOutLoss = state.evaluatedAt === state.step ? (heldOut?.loss ?? null) : null;
      const save = () => saveCheckpoint(training.out, goodStateTensors(model, state), state, run, heldOutLoss);
      const isLast = stop.requested || state.step >= stopAt;
      await (isLast ? save() : saveIfRoom(save, progress));
      isBetter = false;
    },
    isBorne: () => settings.onDivergence === 'ask',
    isInterrupted: () => stop.requested,
    request: (): LoopRequest => {
      if (stop.requested || steps++ >= stopAt) return 'stop';
      return isBetter ? 'save' : 'continue';
    },
  });
  return { end, loss, heldOut };
}

/** A full disk ends no run. @throws what else `save` throws */
async function saveIfRoom(save: () => Promise<void>, progress: Progress): Promise<void> {
  try {
    await save();
  } catch (error) {
    if (!(error instanceof OcaqError && error.code === 'disk-full')) throw error;
    progress.end(`${error.message} The run goes on, with the checkpoint before.`);
  }
}

function settingsOf(options: RunOptions, sizes: RunSizes, recipe: Recipe): LoopSettings {
  const { seed, evalEvery, saveEvery } = options;
  return { ...sizes, seed, evalEvery, sampleEvery: 0, saveEvery, ...changedRecipe(recipe, options) };
}

/** The same step in the micro-batches that a budget has dealt its rows into; another step as it is. */
const dealtAs = ({ batch, accumulate }: RunSizes, sizes: RunSizes): RunSizes =>
  batch * accumulate === sizes.batch * sizes.accumulate ? { ...sizes, batch, accumulate } : sizes;

/** What a config says of the start matters at the start alone, and what it leaves out has had other defaults. */
const startedWith = ({ run }: SavedRun): number => withFamily(run.config as StoredModelConfig).initializerRange;

async function startOf(
  saved: SavedRun | null,
  method: Method,
  begin: () => Promise<StartingPoint>,
): Promise<StartingPoint> {
  if (!saved) return begin();
  const { state, tensors } = saved;
  const beside = method.kind === 'full' ? undefined : await begin();
  return {
    from: 'saved',
    state,
    tensor: async (name) => {
      const tensor = tensors.get(name);
      if (tensor) return tensor;
      throw new OcaqError('checkpoint-damaged', `The checkpoint lacks "${name}". Start a new run.`, { name });
    },
    base: beside?.from === 'folder' ? beside : undefined,
  };
}

/** What a run goes on from. */
interface Continued {
  readonly saved: SavedRun;
  /** How it is changed; null: it is not. */
  readonly said: string | null;
}

/** The saved run with a learning rate that falls to zero from here on; on another text from the beginning of that. */
function toAnneal({ sizes, data }: Training, saved: SavedRun): Continued {
  const before = readLoopState(saved.state);
  const { state } = restarted(before, annealed(before, sizes.steps));
  const { step, settings } = state;
  const begun = saved.run.corpus === data ? state : onOtherText(state);
  return {
    saved: { ...saved, state: begun, run: { ...saved.run, corpus: data, continues: step } },
    said: `annealing from step ${step} on: the learning rate falls from ${settings.learningRate} to zero at step ${settings.steps}`,
  };
}

/** The saved run as it is, or restarted with what is given of more steps, other rates, another policy. */
function continued(options: RunOptions, steps: number, saved: SavedRun): Continued {
  const state = readLoopState(saved.state);
  const { settings, step } = state;
  const { learningRate, minLearningRate, groups, onDivergence } = changedRecipe(settings, options);
  const isOtherRate = learningRate !== settings.learningRate || minLearningRate !== settings.minLearningRate;
  if (steps <= settings.steps && !isOtherRate)
    return { saved: { ...saved, state: { ...state, settings: { ...settings, onDivergence } } }, said: null };
  const longest = Math.max(steps, settings.steps);
  const wanted = { ...settings, steps: longest, learningRate, minLearningRate, groups, onDivergence };
  const { state: changed, isExact } = restarted(state, wanted);
  const said = isExact
    ? `lengthening the run from step ${step}: bit for bit what one run of ${steps} steps is`
    : `resuming from step ${step} towards ${longest} steps with the learning rate ${learningRate}: it leads there over ${changed.rewarm?.steps ?? 0} steps`;
  return { saved: { ...saved, state: changed }, said };
}

interface Formats extends Pick<LoopState, 'storage'> {
  /** Undefined: a budget chose those of the run. */
  readonly moments?: LoopState['moments'] | undefined;
}

function checkSame(
  saved: SavedRun,
  savedSettings: LoopSettings,
  settings: LoopSettings,
  run: RunIdentity,
  formats: Formats,
): void {
  const differing: string[] = (Object.keys(settings) as (keyof LoopSettings)[]).filter(
    (name) => JSON.stringify(savedSettings[name]) !== JSON.stringify(settings[name]),
  );
  const config = withFamily(saved.run.config as StoredModelConfig);
  if (JSON.stringify(config) !== JSON.stringify(run.config)) differing.push('config');
  const method: Method = saved.run.method ?? { kind: 'full' };
  if (JSON.stringify(method) !== JSON.stringify(run.method)) differing.push('method');
  const bits = (storage: Formats['storage']) => (storage === 'f32' ? 32 : 16);
  if (bits(saved.state.storage) !== bits(formats.storage)) differing.push('precision');
  if (formats.moments && saved.state.moments !== formats.moments) differing.push('states');
  if (saved.run.corpus !== run.corpus) differing.push('corpus');
  if (saved.run.base !== undefined && saved.run.base !== run.base) differing.push('base');
  if (differing.length > 0)
    throw new OcaqError(
      'resume-differs',
      `The run cannot be resumed bit for bit: ${differing.join(', ')} differ from what it was started with. Give the same options, or start a new run from its weights.`,
      { differing: differing.join(', ') },
    );
}

/** Ctrl-C once: save and end after this step. */
function stopRequests(): { requested: boolean } {
  const stop = { requested: false };
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => Object.assign(stop, { requested: true }));
  return stop;
}
