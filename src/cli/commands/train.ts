/** Trains a model on files and writes a Hugging Face folder, `log.jsonl` and the held-out documents. */

import { appendFileSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { evaluationBatches, memoryStream, windowBatches } from '../../data/batches.ts';
import { SHOWN_EXTENSIONS } from '../../data/readers/table.ts';
import { Tokenizer } from '../../data/tokenizer/tokenizer.ts';
import type { ModelOnDevice } from '../../engine/model-on-device.ts';
import { OcaqError } from '../../errors.ts';
import { type Evaluation, evaluate } from '../../evaluation/evaluate.ts';
import type { ModelConfig } from '../../formats/hf-config.ts';
import { describeAdapter } from '../../gpu/device.ts';
import { parameterCount, parseModelConfig, type StoredModelConfig, withFamily } from '../../model/families/table.ts';
import type { Recipe } from '../../model/recipe.ts';
import type { LoopRequest } from '../../training/loop.ts';
import { type LoopSettings, type LoopState, readLoopState } from '../../training/loop-state.ts';
import { lengthened } from '../../training/restart.ts';
import { openSession, prepareSession, runSession, type StartingPoint } from '../../training/session.ts';
import { loadLatest, type RunIdentity, type SavedRun, saveCheckpoint } from '../checkpoint-folder.ts';
import { type SplitCorpus, tokeniseCorpus } from '../corpus.ts';
import { DEVICE_OPTIONS, dawnOf, PLANNING_OPTIONS, storageOf } from '../device.ts';
import { writeModelFolder } from '../export-folder.ts';
import { readJson, readText, writeWhole } from '../files.ts';
import { KERNEL_OPTIONS, kernelsOf } from '../kernels.ts';
import { openFolder, readTensor } from '../model-folder.ts';
import { defineCommand, type OptionTable, type OptionValues, usageError } from '../options.ts';
import { choiceLines, memoryOptions } from '../plan-choice.ts';
import { Progress } from '../progress.ts';
import { changedRecipe, proposedRecipe, RECIPE_OPTIONS, recipeText } from '../recipe-options.ts';
import { checkSameModel } from '../same-model.ts';

const OPTIONS = {
  corpus: { kind: 'list', value: 'FILE', required: true, help: `Texts in UTF-8: ${SHOWN_EXTENSIONS}.` },
  tokenizer: { kind: 'text', value: 'FILE', required: true, help: 'The tokenizer.json.' },
  config: { kind: 'text', value: 'FILE', required: true, help: "The model's config.json." },
  init: { kind: 'text', value: 'DIR', unset: 'random weights', help: 'The model whose weights to start from.' },
  out: { kind: 'text', value: 'DIR', required: true, help: 'The folder to write to.' },
  steps: { kind: 'whole', required: true, min: 1, help: 'Optimizer steps of the run.' },
  batch: { kind: 'whole', required: true, min: 1, help: 'Rows of a micro-batch.' },
  seq: { kind: 'whole', required: true, min: 1, help: "Tokens of a row, at most the model's context." },
  accumulate: { kind: 'whole', min: 1, default: 1, help: 'Micro-batches of a step.' },
  ...RECIPE_OPTIONS,
  seed: { kind: 'whole', min: 0, default: 0, help: 'Seed of the weights and of the order of windows.' },
  evalEvery: { kind: 'whole', min: 0, default: 0, help: 'Steps between held-out losses; 0 gives one, at the end.' },
  saveEvery: { kind: 'whole', min: 0, default: 0, help: 'Steps between checkpoints; 0 saves one, at the end.' },
  stopAt: { kind: 'whole', min: 1, unset: 'the end of the run', help: 'Save and stop after this step.' },
  resume: {
    kind: 'flag',
    help: 'Resume from the last checkpoint in `--out`; with more `--steps`, the run is lengthened.',
  },
  ...PLANNING_OPTIONS,
  ...DEVICE_OPTIONS,
  ...KERNEL_OPTIONS,
} as const satisfies OptionTable;

type TrainOptions = OptionValues<typeof OPTIONS>;

export const train = defineCommand({
  name: 'train',
  summary: 'Trains a model on texts and writes a Hugging Face folder.',
  details: [
    'Beside the model it writes `log.jsonl`, one line a step, and `heldout.jsonl`, the documents that the model has not seen: a document is held out by a hash of its text, so the split never moves.',
    'After `--stop-at`, Ctrl-C or a crash, `--resume` with the same options resumes bit for bit from the last checkpoint.',
    'With more `--steps` than the run had, `--resume` lengthens it. Where the learning rate of the longer run agrees on all steps done (constant so far, or `--schedule hold` stopped before the fall with `--stop-at`), it is bit for bit what one run would have been; elsewhere the rate rises again to the longer schedule, over as many steps as the warm-up had, at most a tenth of those that are left.',
  ],
  options: OPTIONS,
  async run(options) {
    const { out } = options;
    const parsed = parseModelConfig(await readJson(options.config), options.config);
    const tokenizerJson = await readText(options.tokenizer);
    const tokenizer = Tokenizer.fromJson(tokenizerJson);
    checkFit(parsed, tokenizer, options);
    const progress = new Progress();
    progress.show('reading the corpus', true);
    const corpus = await tokeniseCorpus(options.corpus, tokenizer, (text) => progress.end(text));
    const saved = options.resume ? lengthenedTo(options.steps, await loadLatest(out), progress) : null;
    const config = saved ? { ...parsed, initializerRange: startedWith(saved) } : parsed;
    const run: RunIdentity = { config, corpus: bytesToHex(sha256(new Uint8Array(corpus.train.buffer))) };
    for (const { message } of saved?.damaged ?? []) progress.end(`${message} Resuming from the one before.`);
    const gpu = await dawnOf(options);
    const adapter = await describeAdapter(gpu);
    const storage = storageOf(options, adapter);
    const memory = memoryOptions(options, saved !== null);
    const savedSettings = saved?.state.settings;
    const settings = settingsOf(options, savedSettings ?? newRecipe(options, config, corpus.train.length));
    if (saved && savedSettings) checkSame(saved, savedSettings, settings, run, { storage, ...memory });
    progress.end(recipeText(settings));
    const prepared = await prepareSession({
      adapter,
      config,
      settings,
      generate: 0,
      storage,
      memory,
      kernels: (type) => kernelsOf(options, gpu, type),
      budgetBytes: options.budget ?? Number.POSITIVE_INFINITY,
      start: saved ? resumedFrom(saved) : await initialWeights(options, config),
    });
    if (prepared.overBudget) throw prepared.overBudget;
    for (const line of choiceLines(options, prepared.request, prepared.fitted)) progress.end(line);
    const { seq, seed, shiftWindows: shift } = settings;
    const source = windowBatches(memoryStream(corpus.train), { seq, seed, shift });
    const session = await openSession(gpu, prepared, source);
    const { model, start, warnings } = session;
    for (const { message } of warnings) progress.end(message);
    await mkdir(out, { recursive: true });
    await writeWhole(
      path.join(out, 'heldout.jsonl'),
      corpus.heldOutDocuments.map((text) => `${JSON.stringify({ text })}\n`).join(''),
    );

    const log = path.join(out, 'log.jsonl');
    await writeWhole(log, await logUntil(log, start.step));
    const stop = stopRequests();
    const stopAt = options.stopAt ?? settings.steps;
    let steps = start.step;
    let heldOut: Evaluation | null = null;
    let loss: number | null = null;
    const end = await runSession(session, {
      onStep(report) {
        loss = report.loss;
        const line = {
          step: report.step,
          loss: report.loss,
          lr: report.learningRate,
          grad_norm: report.gradNorm,
          tokens_per_s: report.tokensPerSecond,
        };
        appendFileSync(log, `${JSON.stringify(line)}\n`);
        progress.show(
          `step ${report.step} of ${settings.steps}: loss ${report.loss.toFixed(4)}, ${report.tokensPerSecond.toFixed(0)} tokens/s`,
        );
      },
      async evaluate(step) {
        heldOut = await evaluateHeldOut(model, corpus, prepared.request.batch);
        if (heldOut)
          progress.show(
            `step ${step}: held-out loss ${heldOut.loss.toFixed(4)}, perplexity ${heldOut.perplexity.toFixed(2)}`,
            true,
          );
      },
      sample: () => Promise.resolve(),
      save: (state) => saveCheckpoint(out, model, state, run),
      isInterrupted: () => stop.requested,
      request: (): LoopRequest => (stop.requested || steps++ >= stopAt ? 'stop' : 'continue'),
    });
    await model.withModelWeights(() => writeModelFolder(model, out, tokenizerJson, path.basename(path.resolve(out))));
    progress.end(`wrote ${out}`);
    return {
      steps: end.step,
      loss,
      heldout: heldOut,
      parameters: parameterCount(config),
      bytes: model.executor.createdBytes,
      states: start.moments,
      recompute: start.recompute,
      finished: end.step >= settings.steps,
      out,
    };
  },
});

function settingsOf(options: TrainOptions, recipe: Recipe): LoopSettings {
  const { steps, batch, seq, accumulate, seed, evalEvery, saveEvery } = options;
  const sizes = { steps, batch, seq, accumulate, seed, evalEvery, sampleEvery: 0, saveEvery };
  return { ...sizes, ...changedRecipe(recipe, options) };
}

function newRecipe(options: TrainOptions, config: ModelConfig, corpusTokens: number): Recipe {
  const { steps, batch, seq, accumulate, init } = options;
  const { hiddenSize, tied } = config;
  const tokensPerStep = batch * seq * accumulate;
  const basis = { hiddenSize, tied, parameters: parameterCount(config), tokensPerStep, steps, corpusTokens };
  return proposedRecipe(options, init !== undefined, basis);
}

/** What a config says of the start matters at the start alone, and what it leaves out has had other defaults. */
const startedWith = ({ run }: SavedRun): number => withFamily(run.config as StoredModelConfig).initializerRange;

function checkFit(config: ModelConfig, tokenizer: Tokenizer, { seq }: TrainOptions): void {
  if (tokenizer.vocabSize > config.vocabSize)
    throw new OcaqError(
      'vocabulary-mismatch',
      `The tokenizer has ${tokenizer.vocabSize} tokens, but the config's vocab_size is ${config.vocabSize}. Set vocab_size to at least ${tokenizer.vocabSize}.`,
    );
  if (seq > config.contextLength)
    throw usageError(`--seq ${seq} is longer than the config's max_position_embeddings of ${config.contextLength}.`);
}

const resumedFrom = ({ state, tensors }: SavedRun): StartingPoint => ({
  from: 'saved',
  state,
  tensor: async (name) => {
    const tensor = tensors.get(name);
    if (tensor) return tensor;
    throw new OcaqError('checkpoint-damaged', `The checkpoint lacks "${name}". Start a new run.`, { name });
  },
});

/** `--init`: the weights of a folder of the same model; random ones where it is not given. */
async function initialWeights({ init }: TrainOptions, config: ModelConfig): Promise<StartingPoint> {
  if (init === undefined) return { from: 'seed' };
  const folder = await openFolder(init);
  checkSameModel(init, folder.config, config);
  return { from: 'folder', tensor: (name) => readTensor(folder, name) };
}

/** The saved run as it is, or with more steps where it had fewer. */
function lengthenedTo(steps: number, saved: SavedRun | null, progress: Progress): SavedRun | null {
  if (!saved) return null;
  const state = readLoopState(saved.state);
  if (steps <= state.settings.steps) return { ...saved, state };
  const { state: longer, isExact } = lengthened(state, steps);
  progress.end(
    isExact
      ? `lengthening the run from step ${state.step}: bit for bit what one run of ${steps} steps is`
      : `lengthening the run from step ${state.step}: the learning rate rises to that of ${steps} steps over ${longer.rewarm?.steps ?? 0} steps`,
  );
  return { ...saved, state: longer };
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
  const bits = (storage: Formats['storage']) => (storage === 'f32' ? 32 : 16);
  if (bits(saved.state.storage) !== bits(formats.storage)) differing.push('precision');
  if (formats.moments && saved.state.moments !== formats.moments) differing.push('states');
  if (saved.run.corpus !== run.corpus) differing.push('corpus');
  if (differing.length > 0)
    throw new OcaqError(
      'resume-differs',
      `The run cannot be resumed bit for bit: ${differing.join(', ')} differ from what it was started with. Give the same options, or start a new run from its weights with --init.`,
      { differing: differing.join(', ') },
    );
}

async function evaluateHeldOut(
  model: ModelOnDevice,
  corpus: SplitCorpus,
  batch: { rows: number; seq: number },
): Promise<Evaluation | null> {
  if (corpus.heldOut.length < 2) return null;
  const bytes = corpus.heldOutDocuments.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  return evaluate(
    model,
    evaluationBatches(memoryStream(corpus.heldOut), { seq: batch.seq, batch: batch.rows, padId: 0 }),
    { bytes },
  );
}

/** The lines of an earlier attempt up to the step that the run resumes from. */
async function logUntil(log: string, step: number): Promise<string> {
  if (step === 0) return '';
  const lines = (await readFile(log, 'utf8')).split('\n').filter(Boolean);
  return lines
    .filter((line) => (JSON.parse(line) as { step: number }).step <= step)
    .map((line) => `${line}\n`)
    .join('');
}

/** Ctrl-C once: save and end after this step. */
function stopRequests(): { requested: boolean } {
  const stop = { requested: false };
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => Object.assign(stop, { requested: true }));
  return stop;
}
