/** What a run of the studio does when the graphics adapter fails it, with real devices and IndexedDB in memory. */
import 'fake-indexeddb/auto';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { openDawn } from '../../cli/dawn.ts';
import { memoryStream, windowBatches } from '../../data/batches.ts';
import { Random } from '../../data/random.ts';
import { type LlamaConfig, parseLlamaConfig } from '../../formats/hf-config.ts';
import { DEFAULT_BUDGET_BYTES } from '../../model/cost.ts';
import { planModel } from '../../model/plans.ts';
import { DIRECT } from '../../ops/operator.ts';
import { loadLatest } from '../../storage/checkpoints.ts';
import { type Database, openDatabase } from '../../storage/database.ts';
import { createProject } from '../../storage/projects.ts';
import { createRun, getRun, readPoints } from '../../storage/runs.ts';
import { losingDevice, withMemory } from '../../testing/faulty-gpu.ts';
import type { LoopState } from '../../training/loop-state.ts';
import type { RunEvent } from '../api.ts';
import { Hub } from '../hub.ts';
import { ActiveRun } from './run.ts';

const SEQ = 16;
const STEPS = 9;
const config: LlamaConfig = parseLlamaConfig({
  ...{ model_type: 'llama', architectures: ['LlamaForCausalLM'], vocab_size: 50, hidden_size: 16 },
  ...{ num_hidden_layers: 3, num_attention_heads: 2, num_key_value_heads: 1, intermediate_size: 24 },
  ...{ max_position_embeddings: SEQ, rms_norm_eps: 1e-5, tie_word_embeddings: true },
});
const choice = { preset: null, config, seq: SEQ, batch: 2, accumulate: 1, precision: 'f32' as const };
const settings = {
  ...{ steps: STEPS, saveEvery: 4, evalEvery: 0, sampleEvery: 0, seed: 1, warmupSteps: 0, samplePrompt: '' },
  ...{ learningRate: 1e-2, minLearningRate: 1e-3, weightDecay: 0.1, beta1: 0.9, beta2: 0.95, clip: 1 },
};

vi.mock('../../tuning/kernel-choice.ts', () => ({ chooseKernels: async () => DIRECT }));
vi.mock('./run-data.ts', () => ({
  runData: async () => ({ source: source(), heldOut: () => null, unigramLoss: null }),
}));

function source() {
  const random = new Random(2);
  const tokens = Uint32Array.from({ length: 600 }, () => random.integer(config.vocabSize));
  return windowBatches(memoryStream(tokens), { seq: SEQ, seed: 3 });
}

const lock = { announce: async () => undefined, release: async () => undefined };
const dawn = await openDawn(process.env.OCAQ_ADAPTER);
let database: Database;
/** What a run leaves that nothing happened to. */
let whole: Awaited<ReturnType<typeof latest>>;

beforeAll(async () => {
  database = await openDatabase('run-gpu');
  const id = await createdRun();
  await walk(id, dawn);
  expect((await log(id))[0]).toBe('started');
  whole = await latest(id);
});
afterEach(() => vi.unstubAllGlobals());

async function createdRun(): Promise<string> {
  const { id: projectId } = await createProject(database, 'p');
  const run = { projectId, kind: 'pretrain' as const, name: 'r', status: 'stopped' as const, step: 0 };
  const stored = { choice, settings, baseCheckpoint: null };
  return (await createRun(database, { ...run, config: stored, state: null, details: { error: null } })).id;
}

/** Starts a run or goes on with it, on a graphics adapter of its own, and waits for its end. */
async function walk(id: string, gpu: GPU, budgetBytes = DEFAULT_BUDGET_BYTES): Promise<void> {
  vi.stubGlobal('navigator', { gpu });
  const run = await ActiveRun.start(new Hub(database, () => undefined), await getRun(database, id), lock, budgetBytes);
  await run.ended;
}

const log = async (id: string) =>
  (await readPoints<RunEvent>(database, id, 'events')).map(({ kind, error }) => error?.code ?? kind);

async function latest(id: string): Promise<{ state: LoopState; tensors: Map<string, Uint8Array> }> {
  const loaded = await loadLatest(database, id);
  if (!loaded) throw new Error('the run has no checkpoint');
  const state = loaded.manifest.state as LoopState;
  const tensors = new Map<string, Uint8Array>();
  for (const { name } of loaded.manifest.tensors) tensors.set(name, await loaded.tensor(name));
  return { state, tensors };
}

const planned = (recompute: 'none' | 'selective' | 'full'): number => {
  const batch = { rows: choice.batch, seq: SEQ };
  const common = { config, kernels: DIRECT, storage: 'f32', bindingBytes: 2 ** 27, training: true } as const;
  return planModel({ ...common, batch, generate: SEQ, recompute }).totalBytes;
};

describe('the memory budget', () => {
  it('chooses the plan of a new run', async () => {
    const id = await createdRun();
    await walk(id, dawn, planned('selective'));
    expect((await log(id))[0]).toBe('started');
    expect(await latest(id)).toEqual({ ...whole, state: { ...whole.state, recompute: 'selective' } });
  });

  it('is exceeded by a run that nothing fits, which says so', async () => {
    const id = await createdRun();
    await walk(id, dawn, 1);
    expect((await log(id)).slice(0, 2)).toEqual(['beyond-budget', 'started']);
    expect((await latest(id)).state).toMatchObject({ step: STEPS, recompute: 'full' });
  });

  it('is no matter to a run that has begun, which keeps its plan', async () => {
    const id = await createdRun();
    await walk(id, losingDevice(dawn, 68));
    await walk(id, dawn, 1);
    expect((await log(id)).slice(-4)).toEqual(['resumed', 'checkpoint', 'checkpoint', 'finished']);
    expect(await latest(id)).toEqual(whole);
  });
});

describe('an adapter with less memory than it says', () => {
  it('is given the next smaller plan: the same bits, with a warning, and kept by the run', async () => {
    const tight = await createdRun();
    await walk(tight, withMemory(dawn, planned('selective')));
    expect((await log(tight)).slice(0, 2)).toEqual(['plan-fell-back', 'started']);
    const { state, tensors } = await latest(tight);
    expect(whole.state).toMatchObject({ step: STEPS, recompute: 'none' });
    expect(state).toEqual({ ...whole.state, recompute: 'selective' });
    expect(tensors).toEqual(whole.tensors);
  });

  it('refuses the run where not even the smallest can be created, and says what that needs', async () => {
    const id = await createdRun();
    const smallest = planned('full');
    await expect(walk(id, withMemory(dawn, smallest - 1))).rejects.toMatchObject({
      code: 'gpu-out-of-memory',
      details: { bytes: smallest },
    });
    await walk(id, withMemory(dawn, smallest));
    expect((await latest(id)).state).toMatchObject({ step: STEPS, recompute: 'full' });
  });
});

describe('a device lost in the middle of a run', () => {
  // One submit before the first step, then four steps, a save of about 60 tensors, and so on.
  it.each([
    ['the first steps', 3, null],
    ['the first save', 30, null],
    ['the steps after it', 68, 4],
    ['the second save', 100, 4],
  ])('in %s: a clear end, and the run goes on from its checkpoint to the same bits', async (_when, submits, saved) => {
    const broken = await createdRun();
    await walk(broken, losingDevice(dawn, submits));
    const { status, details } = await getRun(database, broken);
    const error = { code: 'device-lost', message: expect.stringContaining('the driver was reset') };
    expect({ status, details }).toMatchObject({ status: 'failed', details: { error } });
    expect((await loadLatest(database, broken))?.manifest.step ?? null).toBe(saved);
    await walk(broken, dawn);
    expect(await log(broken)).toContain(saved === null ? 'started' : 'resumed');
    expect(await latest(broken)).toEqual(whole);
  });
});
