/** A run done again: with the kernels that it had, whatever would be chosen now, to the same bits; and where it does not. */
import 'fake-indexeddb/auto';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { openDawn } from '../../cli/dawn.ts';
import { memoryStream, windowBatches } from '../../data/batches.ts';
import { Random } from '../../data/random.ts';
import { DEFAULT_BUDGET_BYTES } from '../../defaults.ts';
import { parseModelConfig } from '../../model/families/table.ts';
import { everyGemm } from '../../ops/gemm-kernels.ts';
import { DIRECT, type KernelChoice, TILED } from '../../ops/operator.ts';
import { loadLatest } from '../../storage/checkpoints.ts';
import { openDatabase } from '../../storage/database.ts';
import { createProject } from '../../storage/projects.ts';
import { createRun, getRun, readPoints, updateRun } from '../../storage/runs.ts';
import { type LoopState, readLoopState } from '../../training/loop-state.ts';
import type { RunEvent, StepPoint } from '../api.ts';
import { Hub } from '../hub.ts';
import * as kernels from '../models/kernels.ts';
import type { RepeatBasis } from '../stored.ts';
import { openRun } from './open-run.ts';
import { repeatComparison, repeatConfig } from './repeat.ts';
import { ActiveRun, type OpenRun } from './run.ts';

const SEQ = 16;
const config = parseModelConfig({
  model_type: 'llama',
  architectures: ['LlamaForCausalLM'],
  vocab_size: 50,
  hidden_size: 16,
  num_hidden_layers: 1,
  num_attention_heads: 2,
  num_key_value_heads: 1,
  intermediate_size: 24,
  max_position_embeddings: SEQ,
  rms_norm_eps: 1e-5,
  tie_word_embeddings: true,
});
const choice = { preset: null, config, seq: SEQ, batch: 2, accumulate: 1, precision: 'f32' as const };
const settings = { steps: 4, saveEvery: 2, evalEvery: 0, sampleEvery: 0, seed: 1, warmupSteps: 0, samplePrompt: '' };
const recipe = { learningRate: 1e-2, minLearningRate: 1e-3, weightDecay: 0, beta1: 0.9, beta2: 0.95, clip: 1 };
const SMALL_TILES: KernelChoice = { ...TILED, gemm: everyGemm('tiled-64x64') };

const dawn = await openDawn(process.env.OCAQ_ADAPTER);
const database = await openDatabase('repeat');
const hub = new Hub(database, () => undefined);
const { id: projectId } = await createProject(database, 'p');
const lock = { announce: async () => undefined, release: async () => undefined };
const chosen = vi.spyOn(kernels, 'kernelsFor');
afterAll(() => {
  vi.unstubAllGlobals();
  chosen.mockRestore();
});

const create = async (stored: object): Promise<string> => {
  const run = { projectId, name: 'r', status: 'stopped' as const, step: 0, state: null, details: { error: null } };
  return (await createRun(database, { ...run, config: stored })).id;
};

async function walk(id: string, tokenSeed = 2): Promise<void> {
  vi.stubGlobal('navigator', { gpu: dawn });
  const random = new Random(tokenSeed);
  const tokens = memoryStream(Uint32Array.from({ length: 400 }, () => random.integer(config.vocabSize)));
  const rest = { packed: false, weighted: false, embeddingDropout: 0, unigramLoss: null, sampled: null, words: null };
  const data = { source: windowBatches(tokens, { seq: SEQ, seed: 3 }), heldOut: () => null, ...rest };
  const record = await getRun(database, id);
  const open: OpenRun = (as) => openRun(hub, record, data, { budgetBytes: DEFAULT_BUDGET_BYTES, ...as });
  await (await ActiveRun.start(hub, record, lock, data, open, async () => undefined)).ended;
}

const stateOf = async (id: string): Promise<LoopState> => {
  const latest = await loadLatest(database, id);
  if (!latest) throw new Error('the run has no checkpoint');
  return readLoopState(latest.manifest.state);
};

const warningsOf = async (id: string) =>
  (await readPoints<RunEvent>(database, id, 'events')).flatMap(({ error }) => (error ? [error.code] : []));

let original = '';
beforeAll(async () => {
  chosen.mockResolvedValue(DIRECT);
  const stored = { ...choice, choice, settings: { ...settings, ...recipe }, baseCheckpoint: null };
  const kind = { objective: 'next-token', method: { kind: 'full' }, data: { kind: 'corpus' } };
  original = await create({ ...kind, ...stored });
  await walk(original);
}, 60_000);

it('has the kernels that it had, whatever would be chosen now, and the same bits in every step and checkpoint', async () => {
  chosen.mockResolvedValue(SMALL_TILES);
  const { config: again } = await repeatConfig(hub, original);
  const id = await create(again);
  await walk(id);
  expect((await stateOf(id)).kernels).toEqual(DIRECT);
  expect(await warningsOf(id)).toEqual([]);
  expect(await repeatComparison(hub, id)).toEqual({
    original,
    steps: 4,
    firstOther: null,
    checkpoints: [
      { step: 2, isSame: true },
      { step: 4, isSame: true },
    ],
  });
  expect(await repeatComparison(hub, original)).toBeNull();
});

it('says of the first step that came out otherwise, and of which checkpoints', async () => {
  const { config: again } = await repeatConfig(hub, original);
  const id = await create(again);
  await walk(id, 9);
  const told = await repeatComparison(hub, id);
  const [there] = await readPoints<StepPoint>(database, original, 'steps');
  const [here] = await readPoints<StepPoint>(database, id, 'steps');
  expect(told?.firstOther).toEqual({ step: 1, there: there!.loss, here: here!.loss });
  expect(told?.checkpoints.every(({ isSame }) => !isSame)).toBe(true);
});

it('says before it begins what is otherwise here, and goes on', async () => {
  const { details, config: stored } = await getRun(database, original);
  const { basis } = details as { basis: RepeatBasis };
  const from = await create(stored as object);
  await updateRun(database, from, { details: { error: null, basis: { ...basis, adapter: 'A', kernelsVersion: 'B' } } });
  const { config: again } = await repeatConfig(hub, from);
  const id = await create(again);
  await walk(id);
  expect(await warningsOf(id)).toEqual(['repeat-other-adapter', 'repeat-other-kernels']);
});

it('is refused where nothing says what the run computed with, and is told by a checkpoint where nothing else does', async () => {
  const { config: stored, details } = await getRun(database, original);
  const unknown = await create(stored as object);
  await expect(repeatConfig(hub, unknown)).rejects.toMatchObject({ code: 'repeat-unknown' });
  const { basis, ...earlier } = details as { basis: RepeatBasis };
  await updateRun(database, original, { details: earlier });
  expect((await repeatConfig(hub, original)).config.repeats?.basis).toEqual(basis);
});
