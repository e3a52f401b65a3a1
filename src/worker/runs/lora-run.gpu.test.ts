/** A run of adapters in the studio: what its checkpoints hold, resuming, answering with them, and the base that they need. */
import 'fake-indexeddb/auto';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { openDawn } from '../../cli/dawn.ts';
import { memoryStream, windowBatches } from '../../data/batches.ts';
import { Random } from '../../data/random.ts';
import { DEFAULT_BUDGET_BYTES } from '../../defaults.ts';
import { ModelOnDevice } from '../../engine/model-on-device.ts';
import { prefill } from '../../inference/generate.ts';
import { parseModelConfig } from '../../model/families/table.ts';
import { planModel } from '../../model/plans.ts';
import { DIRECT } from '../../ops/operator.ts';
import { listCheckpoints, loadLatest, saveCheckpoint } from '../../storage/checkpoints.ts';
import { openDatabase } from '../../storage/database.ts';
import { createProject } from '../../storage/projects.ts';
import { createRun, deleteRun, getRun, readPoints } from '../../storage/runs.ts';
import { expectClose } from '../../testing/compare.ts';
import { losingDevice } from '../../testing/faulty-gpu.ts';
import { fillWeights } from '../../training/model-weights.ts';
import type { LoraConfig, RunEvent, TrainingMethod } from '../api.ts';
import { Hub } from '../hub.ts';
import { modelOf, openCheckpoint, unquantised } from '../models/checkpoint.ts';
import { wholeWeights } from '../models/whole-weights.ts';
import { openRun } from './open-run.ts';
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
const lora: LoraConfig = { rank: 3, alpha: 6, dropout: 0.1, targets: ['q_proj', 'down_proj'], rsLora: false };

const dawn = await openDawn(process.env.OCAQ_ADAPTER);
const database = await openDatabase('lora-run');
const hub = new Hub(database, () => undefined);
const { id: projectId } = await createProject(database, 'p');
const lock = { announce: async () => undefined, release: async () => undefined };
afterAll(() => vi.unstubAllGlobals());

async function create(method: TrainingMethod, baseCheckpoint: string | null): Promise<string> {
  const kind = { objective: 'next-token', method, data: { kind: 'corpus' } } as const;
  const run = { projectId, name: 'r', status: 'stopped' as const, step: 0, state: null, details: { error: null } };
  const stored = { ...kind, choice, settings: { ...settings, ...recipe }, baseCheckpoint };
  return (await createRun(database, { ...run, config: stored })).id;
}

/** Starts or resumes a run, and waits for its end. */
async function walk(id: string, gpu: GPU = dawn): Promise<void> {
  vi.stubGlobal('navigator', { gpu });
  const random = new Random(2);
  const tokens = memoryStream(Uint32Array.from({ length: 400 }, () => random.integer(config.vocabSize)));
  const rest = {
    packed: false,
    weighted: false,
    embeddingDropout: 0,
    heldOut: () => null,
    unigramLoss: null,
    sampled: null,
    words: null,
  };
  const data = { source: windowBatches(tokens, { seq: SEQ, seed: 3 }), ...rest };
  const record = await getRun(database, id);
  const open: OpenRun = (as) => openRun(hub, record, data, { budgetBytes: DEFAULT_BUDGET_BYTES, ...as });
  await (await ActiveRun.start(hub, record, lock, data, open, async () => undefined)).ended;
}

async function latest(id: string) {
  const loaded = await loadLatest(database, id);
  if (!loaded) throw new Error('the run has no checkpoint');
  const { manifest, tensor } = loaded;
  const tensors = new Map<string, Uint8Array>();
  for (const { name } of manifest.tensors) tensors.set(name, await tensor(name));
  return { id: manifest.id, state: manifest.state, details: manifest.details, tensors };
}

async function logits(model: ModelOnDevice): Promise<Float32Array> {
  try {
    return await prefill(model, [1, 2, 3]);
  } finally {
    model.destroy();
  }
}

const base = await create({ kind: 'full' }, null);
await walk(base);
const baseId = (await latest(base)).id;

describe('a run of adapters', () => {
  it('saves them alone, names its base, and resumes bit for bit beside a quantised one', async () => {
    const method = { kind: 'lora', lora, matrices: 'nf4' } as const;
    const whole = await create(method, baseId);
    await walk(whole);
    const kept = await latest(whole);
    expect(kept.details).toMatchObject({ adapter: { lora, matrices: 'nf4', base: baseId } });
    const weights = [...kept.tensors.keys()].filter((name) => name.startsWith('weights/'));
    expect(weights.every((name) => /\.lora_[ab]$/.test(name))).toBe(true);
    expect(weights).toHaveLength(4);

    const broken = await create(method, baseId);
    await walk(broken, losingDevice(dawn, 20));
    const events = await readPoints<RunEvent>(database, broken, 'events');
    expect(events.map(({ error }) => error?.code)).toContain('device-lost');
    const { tensors, state } = await latest(broken);
    expect({ tensors, state }).toEqual({ tensors: kept.tensors, state: kept.state });
  });

  it('answers beside its base as it does merged, and otherwise than the base', async () => {
    const run = await create({ kind: 'lora', lora }, baseId);
    await walk(run);
    const checkpoint = await openCheckpoint(hub, (await latest(run)).id);
    const wanted = { storage: 'f32', bindingBytes: 2 ** 27, batch: null, generate: SEQ } as const;
    const { signal } = new AbortController();
    const beside = await logits(await modelOf(hub, checkpoint, wanted, signal));
    const ofBase = await logits(await modelOf(hub, await openCheckpoint(hub, baseId), wanted, signal));
    const plan = planModel({ config, kernels: DIRECT, training: false, ...wanted });
    const merged = await ModelOnDevice.open(dawn, plan);
    await fillWeights(merged, wholeWeights(checkpoint), plan.table);
    expectClose(beside, await logits(merged), 1e-4, 'merged');
    expect(beside).not.toEqual(ofBase);

    // Beside a quantised base they answer as they were trained.
    const quantised = {
      ...checkpoint,
      adapter: checkpoint.adapter && { ...checkpoint.adapter, matrices: 'nf4' as const },
    };
    const rough = await logits(await modelOf(hub, quantised, wanted, signal));
    expect(rough).not.toEqual(beside);
    expect(await logits(await modelOf(hub, unquantised(quantised), wanted, signal))).toEqual(beside);

    const further = await create({ kind: 'lora', lora: { ...lora, targets: 'all-linear' } }, checkpoint.id);
    await walk(further);
    expect(await openCheckpoint(hub, (await latest(further)).id)).toMatchObject({
      adapter: { base: { id: checkpoint.id, adapter: { base: { id: baseId, adapter: null } } } },
    });
  });

  it('keeps the checkpoint that it needs, however far the run of that goes, and the run', async () => {
    const needed = await saved(base, 10);
    await create({ kind: 'lora', lora }, needed);
    const dropped = await saved(base, 11);
    for (const step of [12, 13]) await saved(base, step);
    const ids = (await listCheckpoints(database, projectId)).map(({ id }) => id);
    expect(ids).toContain(needed);
    expect(ids).not.toContain(dropped);
    await expect(deleteRun(database, base)).rejects.toMatchObject({ code: 'adapter-base-needed' });
    expect((await listCheckpoints(database, projectId)).map(({ id }) => id)).toEqual(ids);
  });
});

it('says so where the base that a run begins with is gone', async () => {
  await expect(walk(await create({ kind: 'full' }, 'gone'))).rejects.toMatchObject({ code: 'run-base-deleted' });
});

async function saved(runId: string, step: number): Promise<string> {
  const tensors = (async function* () {
    yield { name: 't', bytes: new Uint8Array(4) };
  })();
  const { checkpoint } = await saveCheckpoint(
    database,
    { runId, projectId, step, label: '', metrics: {}, state: null },
    tensors,
  );
  return checkpoint.id;
}
