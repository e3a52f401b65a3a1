/** What a run of the studio does where numbers run away, by its policy, and as a person then decides. */
import 'fake-indexeddb/auto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openDawn } from '../../cli/dawn.ts';
import { type Batch, evaluationBatches, memoryStream, windowBatches } from '../../data/batches.ts';
import { Random } from '../../data/random.ts';
import { DEFAULT_BUDGET_BYTES } from '../../defaults.ts';
import { parseModelConfig } from '../../model/families/table.ts';
import { listCheckpoints, loadLatest } from '../../storage/checkpoints.ts';
import { openDatabase } from '../../storage/database.ts';
import { createProject } from '../../storage/projects.ts';
import { createRun, getRun, readPoints } from '../../storage/runs.ts';
import { losingDevice } from '../../testing/faulty-gpu.ts';
import type { LoopState } from '../../training/loop-state.ts';
import type { Resumption, RunEvent, StepPoint, TrainingSettings } from '../api.ts';
import { Hub } from '../hub.ts';
import { toRun } from '../stored.ts';
import { changeOf, openRun } from './open-run.ts';
import { ActiveRun, type OpenRun } from './run.ts';

const [SEQ, ROWS] = [16, 2];
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
const choice = { preset: null, config, seq: SEQ, batch: ROWS, accumulate: 1, precision: 'f32' as const };
const settings = {
  steps: 30,
  saveEvery: 10,
  evalEvery: 0,
  sampleEvery: 0,
  seed: 1,
  warmupSteps: 0,
  samplePrompt: '',
  learningRate: 1e-2,
  minLearningRate: 1e-3,
  weightDecay: 0.1,
  beta1: 0.9,
  beta2: 0.95,
  clip: 1,
};

const dawn = await openDawn(process.env.OCAQ_ADAPTER);
const database = await openDatabase('divergence');
const hub = new Hub(database, () => undefined);
const lock = { announce: async () => undefined, release: async () => undefined };
let projectId: string;
beforeAll(async () => {
  projectId = (await createProject(database, 'p')).id;
});
afterAll(() => vi.unstubAllGlobals());

const tokens = (seed: number, length: number) => {
  const random = new Random(seed);
  return memoryStream(Uint32Array.from({ length }, () => random.integer(config.vocabSize)));
};

/** Batches whose steps, counted from 1, are the given ones: as long as none is left out. */
type Steps = readonly [from: number, to: number];
const POISON: Steps = [15, 19];

function source(poisoned: Steps | null) {
  const batches = windowBatches(tokens(2, 2000), { seq: SEQ, seed: 3 });
  const next = batches.next.bind(batches);
  batches.next = async (rows): Promise<Batch> => {
    const step = batches.cursor.position / ROWS + 1;
    const batch = await next(rows);
    const isPoisoned = poisoned !== null && step >= poisoned[0] && step <= poisoned[1];
    return isPoisoned ? { ...batch, counted: Number.NaN } : batch;
  };
  return batches;
}

async function create(changed: Partial<TrainingSettings> = {}): Promise<string> {
  const kind = { objective: 'next-token', method: 'full', data: { kind: 'corpus' } } as const;
  const stored = { ...kind, choice, settings: { ...settings, ...changed }, baseCheckpoint: null };
  const run = { projectId, name: 'r', status: 'stopped' as const, step: 0, state: null, details: { error: null } };
  return (await createRun(database, { ...run, config: stored })).id;
}

/** Starts or resumes a run, and waits for its end. */
async function walk(
  id: string,
  { poisoned = POISON as Steps | null, resumed = {} as Resumption, gpu = dawn } = {},
): Promise<void> {
  vi.stubGlobal('navigator', { gpu });
  const record = await getRun(database, id);
  const heldOut = () => ({
    batches: evaluationBatches(tokens(9, 100), { seq: SEQ, batch: ROWS, padId: 0 }),
    bytes: 100,
  });
  const rest = { packed: false, weighted: false, embeddingDropout: 0, unigramLoss: null, sampled: null, words: null };
  const data = { source: source(poisoned), heldOut, ...rest };
  const open: OpenRun = (as) => openRun(hub, record, data, { budgetBytes: DEFAULT_BUDGET_BYTES, ...as });
  const change = changeOf(toRun(record), resumed);
  await (await ActiveRun.start(hub, record, lock, data, open, async () => undefined, change)).ended;
}

const runOf = async (id: string) => toRun(await getRun(database, id));
const logOf = async (id: string) =>
  (await readPoints<RunEvent>(database, id, 'events')).map(({ step, kind, error }) => [step, error?.code ?? kind]);
const rateAt = async (id: string, wanted: number) =>
  (await readPoints<StepPoint>(database, id, 'steps')).find(({ step }) => step === wanted)?.learningRate as number;
const keptSteps = async (id: string) =>
  (await listCheckpoints(database, projectId)).filter(({ runId }) => runId === id).map(({ step }) => step);

async function latest(id: string): Promise<{ state: LoopState; tensors: Map<string, Uint8Array> }> {
  const loaded = await loadLatest(database, id);
  if (!loaded) throw new Error('the run has no checkpoint');
  const tensors = new Map<string, Uint8Array>();
  for (const { name } of loaded.manifest.tensors) tensors.set(name, await loaded.tensor(name));
  return { state: loaded.manifest.state as LoopState, tensors };
}

describe('rolling back', () => {
  it('goes back to the checkpoint before, halves the rate, leaves the batches out, and ends', async () => {
    const id = await create();
    await walk(id);
    expect(await logOf(id)).toEqual([
      [0, 'started'],
      [10, 'checkpoint'],
      ...[15, 16, 17, 18, 19].map((step) => [step, 'step-not-finite']),
      [15, 'loss-not-finite'],
      [10, 'run-taken-back'],
      [10, 'resumed'],
      [10, 'checkpoint'],
      [20, 'checkpoint'],
      [30, 'checkpoint'],
      [30, 'finished'],
    ]);
    expect(await rateAt(id, 11)).toBeLessThan(0.6 * (await rateAt(id, 10)));
    expect(await runOf(id)).toMatchObject({ status: 'finished', diverged: null, rateScale: 0.5 });
    expect((await latest(id)).state.recovery).toMatchObject({
      times: 1,
      changes: [{ kind: 'taken-back', step: 10, diverged: 15, rateScale: 0.5, withoutBatches: true }],
    });
  });

  it('also where the device is lost as it opens again: with the same bits', async () => {
    const undisturbed = await create();
    await walk(undisturbed);
    const wait = globalThis.setTimeout;
    vi.spyOn(globalThis, 'setTimeout').mockImplementation(((work: () => void, ms = 0) =>
      wait(work, ms >= 1000 ? 50 : ms)) as typeof setTimeout);
    const id = await create();
    await walk(id, { gpu: losingDevice(dawn, 60, 2) });
    vi.restoreAllMocks();
    expect((await logOf(id)).filter(([, what]) => what === 'device-lost').length).toBeGreaterThan(0);
    expect(await latest(id)).toEqual(await latest(undisturbed));
  });

  it('where every batch is poisoned ends the run after three times, and offers what is left', async () => {
    const id = await create();
    await walk(id, { poisoned: [12, 999] });
    expect(await runOf(id)).toMatchObject({
      status: 'failed',
      error: { code: 'run-diverges-again', details: { times: 3 } },
      diverged: { to: 10, error: { code: 'run-diverges-again' } },
    });
    expect((await logOf(id)).filter(([, what]) => what === 'run-taken-back').length).toBe(3);
    expect(await keptSteps(id)).toEqual([10]);

    await walk(id, { poisoned: null, resumed: { learningRate: 1e-3, back: { leavesBatchesOut: false } } });
    expect(await runOf(id)).toMatchObject({ status: 'finished', rateScale: 1, settings: { learningRate: 1e-3 } });
    expect((await latest(id)).state.recovery.times).toBe(0);
  });

  it('from the first step on is no divergence: what it would go back to is what it began with', async () => {
    const id = await create();
    await walk(id, { poisoned: [1, 999] });
    expect(await runOf(id)).toMatchObject({ status: 'failed', error: { code: 'first-loss-off' }, diverged: null });
    expect(await keptSteps(id)).toEqual([]);
  });

  it('leaves the best checkpoint of what is given up, and no other', async () => {
    const id = await create({ steps: 40, saveEvery: 4, evalEvery: 4, schedule: 'hold', holdShare: 0.4 });
    await walk(id, { poisoned: [18, 22] });
    const kept = (await listCheckpoints(database, projectId)).filter(({ runId }) => runId === id);
    const best = kept.toSorted((a, b) => (a.metrics.heldOutLoss as number) - (b.metrics.heldOutLoss as number))[0];
    // The last two, the best, and the one that was kept where the rate begins to fall: once each.
    expect(kept.map(({ step }) => step)).toEqual([...new Set([40, 36, 16, best?.step])].toSorted((a, b) => b! - a!));
  });
});

describe('asking', () => {
  async function asked(): Promise<string> {
    const id = await create({ onDivergence: 'ask' });
    await walk(id);
    expect(await runOf(id)).toMatchObject({
      status: 'paused',
      step: 10,
      error: null,
      diverged: { to: 10, trouble: { step: 15 }, error: { code: 'loss-not-finite' } },
    });
    expect((await logOf(id)).at(-1)).toEqual([10, 'paused']);
    return id;
  }

  it('stands still; without the batches it goes on from the checkpoint before at the rate that it had', async () => {
    const id = await asked();
    await walk(id, { resumed: { back: { leavesBatchesOut: true } } });
    expect(await runOf(id)).toMatchObject({ status: 'finished', diverged: null, rateScale: 1 });
    expect(await logOf(id)).toContainEqual([10, 'run-taken-back']);
    expect((await latest(id)).state.recovery).toMatchObject({ times: 1, rateScale: 1, leftOut: [{}] });
  });

  it('with a smaller rate goes on with that, at once, and says so', async () => {
    const id = await asked();
    await walk(id, { poisoned: null, resumed: { learningRate: 2e-3, back: { leavesBatchesOut: false } } });
    expect((await logOf(id)).slice(-7).map(([, what]) => what)).toEqual([
      'run-taken-back-slower',
      'run-rate-changed',
      'resumed',
      'checkpoint',
      'checkpoint',
      'checkpoint',
      'finished',
    ]);
    expect(await rateAt(id, 11)).toBeLessThan(2e-3);
    const { settings, recovery } = (await latest(id)).state;
    expect(settings).toMatchObject({ learningRate: 2e-3, minLearningRate: 2e-4 });
    expect(recovery).toMatchObject({ times: 0, rateScale: 1, changes: [{}, { kind: 'rate', from: 1e-2, to: 2e-3 }] });
  });

  it('asks again where what was decided did not help', async () => {
    const id = await asked();
    await walk(id, { resumed: { learningRate: 2e-3, back: { leavesBatchesOut: false } } });
    expect(await runOf(id)).toMatchObject({ status: 'paused', diverged: { to: 10, trouble: { step: 15 } } });
  });
});

describe('stopping', () => {
  it('ends the run with what happened, its checkpoint as it was, and it can still go back', async () => {
    const id = await create({ onDivergence: 'stop' });
    await walk(id);
    expect(await runOf(id)).toMatchObject({
      status: 'failed',
      error: { code: 'loss-not-finite' },
      diverged: { to: 10 },
    });
    expect(await keptSteps(id)).toEqual([10]);
    expect((await logOf(id)).filter(([, what]) => what === 'loss-not-finite')).toHaveLength(1);
    await walk(id, { resumed: { back: { leavesBatchesOut: true } } });
    expect(await runOf(id)).toMatchObject({ status: 'finished', error: null, diverged: null });
  });
});

describe('another learning rate', () => {
  it('of a run that is resumed is saved before its first step, said in its log, and is its own from then on', async () => {
    const half = await create({ steps: 12, saveEvery: 4, onDivergence: 'stop' });
    await walk(half, { poisoned: [6, 99] });
    await walk(half, { poisoned: null, resumed: { learningRate: 5e-3 } });
    expect(await runOf(half)).toMatchObject({
      status: 'finished',
      settings: { learningRate: 5e-3, minLearningRate: 5e-4 },
    });
    expect(await logOf(half)).toContainEqual([4, 'run-rate-changed']);
    expect(await rateAt(half, 5)).toBeLessThan(5e-3);
    expect((await latest(half)).state.recovery.changes).toEqual([{ kind: 'rate', step: 4, from: 1e-2, to: 5e-3 }]);
  });

  it.each([0, -1, Number.NaN])('of %d is refused, and nothing has changed', async (learningRate) => {
    const id = await create({ steps: 12, saveEvery: 4, onDivergence: 'stop' });
    await walk(id, { poisoned: [6, 99] });
    const before = await latest(id);
    await expect(walk(id, { poisoned: null, resumed: { learningRate } })).rejects.toMatchObject({
      code: 'setting-out-of-range',
      details: { setting: 'learningRate' },
    });
    expect(await latest(id)).toEqual(before);
  });
});
