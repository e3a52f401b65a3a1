/** What a run of the studio does when the graphics adapter or the storage fails it: real devices, IndexedDB in memory. */
import { parseModelConfig } from '../../model/families/table.ts';
import 'fake-indexeddb/auto';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { openDawn } from '../../cli/dawn.ts';
import { type BatchSource, evaluationBatches, memoryStream, windowBatches } from '../../data/batches.ts';
import { Random } from '../../data/random.ts';
import { DEFAULT_BUDGET_BYTES } from '../../defaults.ts';
import { stateBytes } from '../../engine/state-tensors.ts';
import { OcaqError } from '../../errors.ts';
import type { ModelConfig } from '../../formats/hf-config.ts';
import { type ModelPlan, planModel } from '../../model/plans.ts';
import { DIRECT } from '../../ops/operator.ts';
import { listCheckpoints, loadLatest } from '../../storage/checkpoints.ts';
import { closeDatabase, type Database, openDatabase } from '../../storage/database.ts';
import { createProject } from '../../storage/projects.ts';
import { createRun, getRun, readPoints, updateRun } from '../../storage/runs.ts';
import { losingDevice, withMemory } from '../../testing/faulty-gpu.ts';
import type { LoopState } from '../../training/loop-state.ts';
import type { HeldOutPoint, RunEvent, RunRecord, TrainingSettings, WorkerEvent } from '../api.ts';
import { Hub } from '../hub.ts';
import { branchConfig, planBranch, planLengthening } from './branch.ts';
import { openRun } from './open-run.ts';
import { ActiveRun, type OpenRun } from './run.ts';
import type { RunData } from './run-data.ts';

const SEQ = 16;
const STEPS = 9;
const config: ModelConfig = parseModelConfig({
  model_type: 'llama',
  architectures: ['LlamaForCausalLM'],
  vocab_size: 50,
  hidden_size: 16,
  num_hidden_layers: 3,
  num_attention_heads: 2,
  num_key_value_heads: 1,
  intermediate_size: 24,
  max_position_embeddings: SEQ,
  rms_norm_eps: 1e-5,
  tie_word_embeddings: true,
});
const NEXT_TOKEN = { objective: 'next-token', method: 'full', data: { kind: 'corpus' } } as const;
const choice = { preset: null, config, seq: SEQ, batch: 2, accumulate: 1, precision: 'f32' as const };
const settings = {
  steps: STEPS,
  saveEvery: 4,
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

/** Of the first `vocabulary` tokens, all equally likely. */
function randomTokens(seed: number, length: number, vocabulary = config.vocabSize) {
  const random = new Random(seed);
  return memoryStream(Uint32Array.from({ length }, () => random.integer(vocabulary)));
}

const source = (tokens = randomTokens(2, 600)): BatchSource => windowBatches(tokens, { seq: SEQ, seed: 3 });

/** Calls `before` with the number of every step before its batch is made. */
function watched(before: (step: number) => void, batches = source()): BatchSource {
  const next = batches.next.bind(batches);
  let step = 0;
  batches.next = (rows) => {
    before(++step);
    return next(rows);
  };
  return batches;
}

/** The run fails before this step. */
const failingAt = (failing: number, before = () => undefined as unknown): BatchSource =>
  watched((step) => {
    if (step !== failing) return;
    before();
    throw new OcaqError('gpu-error', 'Failed.');
  });

const released = vi.fn();
const lock = { announce: async () => undefined, release: async () => released() };
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
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

async function createdRun(changed: Partial<TrainingSettings> = {}): Promise<string> {
  const { id: projectId } = await createProject(database, 'p');
  const run = { projectId, name: 'r', status: 'stopped' as const, step: 0 };
  const stored = { ...NEXT_TOKEN, choice, settings: { ...settings, ...changed }, baseCheckpoint: null };
  return (await createRun(database, { ...run, config: stored, state: null, details: { error: null } })).id;
}

interface Surroundings {
  readonly gpu: GPU;
  readonly budgetBytes: number;
  readonly batches: BatchSource;
  readonly heldOut: RunData['heldOut'];
  /** What the browser says of its storage. */
  readonly storage: Pick<StorageManager, 'estimate' | 'persisted'>;
  tell(event: WorkerEvent): void;
}

/** Starts or resumes a run. */
async function begin(id: string, around: Partial<Surroundings> = {}): Promise<ActiveRun> {
  const { gpu = dawn, budgetBytes = DEFAULT_BUDGET_BYTES, batches = source(), tell = () => undefined } = around;
  const { heldOut = () => null } = around;
  vi.stubGlobal('navigator', { gpu, ...(around.storage && { storage: around.storage }) });
  const hub = new Hub(database, tell);
  const record = await getRun(database, id);
  const rows = { packed: false, weighted: false, embeddingDropout: 0 };
  const data = { source: batches, ...rows, heldOut, unigramLoss: null, sampled: null, words: null };
  const open: OpenRun = (as) => openRun(hub, record, data, { budgetBytes, ...as });
  return ActiveRun.start(hub, record, lock, data, open, async () => undefined);
}

/** The same, and waits for its end. */
async function walk(id: string, gpu: GPU, budgetBytes = DEFAULT_BUDGET_BYTES): Promise<void> {
  await (await begin(id, { gpu, budgetBytes })).ended;
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

function plan(recompute: 'none' | 'selective' | 'full'): ModelPlan {
  const batch = { rows: choice.batch, seq: SEQ };
  const common = {
    config,
    kernels: DIRECT,
    storage: 'f32',
    bindingBytes: 2 ** 27,
    training: true,
    accumulates: false,
  } as const;
  return planModel({ ...common, batch, generate: SEQ, recompute });
}
const planned = (recompute: Parameters<typeof plan>[0]): number => plan(recompute).totalBytes;

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
    await (await begin(id, { batches: failingAt(6) })).ended;
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

describe('a device that is lost', () => {
  const wait = globalThis.setTimeout;
  /** Waits of seconds and minutes are over at once. */
  const hurry = () =>
    vi
      .spyOn(globalThis, 'setTimeout')
      .mockImplementation(((work: () => void, ms = 0) => wait(work, ms >= 1000 ? 50 : ms)) as typeof setTimeout);
  const gone = (gpu: GPU, isGone: () => boolean) =>
    ({ requestAdapter: async () => (isGone() ? null : gpu.requestAdapter()) }) as GPU;

  // One submit before the first step, then four steps, a save of about 60 tensors, and so on.
  it.each([
    ['the first steps', 3, null],
    ['the first save', 30, null],
    ['the steps after it', 68, 4],
    ['the second save', 100, 4],
  ])('in %s: the run waits, resumes by itself, and ends with the same bits', async (_when, submits, saved) => {
    hurry();
    const told: RunRecord[] = [];
    const id = await createdRun();
    const tell = (event: WorkerEvent) => event.type === 'run-changed' && told.push(event.run);
    await (await begin(id, { gpu: losingDevice(dawn, submits), tell })).ended;
    const kinds = await log(id);
    expect(kinds).toContain('device-lost');
    expect(kinds.filter((kind) => kind === (saved === null ? 'started' : 'resumed')).length).toBe(
      saved === null ? 2 : 1,
    );
    expect(told.filter(({ recovering }) => recovering)).toMatchObject([{ status: 'running', error: null }]);
    expect(await getRun(database, id)).toMatchObject({ status: 'finished', details: { recovering: null } });
    expect(await latest(id)).toEqual(whole);
  });

  it('again and again, with a step in between, does not end the run either', async () => {
    hurry();
    const id = await createdRun({ steps: STEPS, saveEvery: 1 });
    const undisturbed = await createdRun({ steps: STEPS, saveEvery: 1 });
    await walk(undisturbed, dawn);
    await walk(id, losingDevice(dawn, 70, 8));
    expect((await log(id)).filter((kind) => kind === 'device-lost').length).toBeGreaterThan(5);
    expect(await latest(id)).toEqual(await latest(undisturbed));
  });

  it('at the same step five times ends the run, which says so', async () => {
    hurry();
    const id = await createdRun();
    await walk(id, losingDevice(dawn, 2, 99));
    expect(await getRun(database, id)).toMatchObject({
      status: 'failed',
      details: { recovering: null, error: { code: 'device-lost-again', details: { times: 5 } } },
    });
    await walk(id, dawn);
    expect(await latest(id)).toEqual(whole);
  });

  it('is waited for while there is no adapter, also by the next worker', async () => {
    hurry();
    const reasons: string[] = [];
    const tell = (event: WorkerEvent) => {
      if (event.type === 'run-changed' && event.run.recovering) reasons.push(event.run.recovering.error.code);
    };
    const id = await createdRun();
    const isGone = () => reasons.length > 0 && reasons.length < 4;
    await (await begin(id, { gpu: gone(losingDevice(dawn, 68), isGone), tell })).ended;
    expect(reasons).toEqual(['device-lost', 'no-adapter', 'no-adapter', 'no-adapter']);
    expect(await latest(id)).toEqual(whole);

    const next = await createdRun();
    const recovering = { since: 1, nextTry: 2, error: { code: 'device-lost', message: '', details: {} } };
    await updateRun(database, next, { status: 'running', details: { error: null, recovering } });
    let isThere = false;
    const run = await begin(next, { gpu: gone(dawn, () => !isThere) });
    expect(run.apiRecord).toMatchObject({ status: 'running', recovering: { since: 1, error: { code: 'no-adapter' } } });
    isThere = true;
    await run.ended;
    expect(await latest(next)).toEqual(whole);
  });

  it('keeps nobody from ending the run: it ends at its last checkpoint', async () => {
    const id = await createdRun();
    let isLost = false;
    const tell = (event: WorkerEvent) => {
      if (event.type === 'run-changed' && event.run.recovering) isLost = true;
    };
    const run = await begin(id, { gpu: gone(losingDevice(dawn, 68), () => isLost), tell });
    await vi.waitFor(() => expect(isLost).toBe(true), { timeout: 30_000 });
    expect(await run.end('paused')).toMatchObject({ status: 'paused', step: 4, recovering: null });
    await walk(id, dawn);
    expect(await latest(id)).toEqual(whole);
  });

  it('is not replaced by another adapter, which rounds differently, unless the run is stopped and resumed on it', async () => {
    hurry();
    const losing = losingDevice(dawn, 68);
    let name: string | null = null;
    const requestAdapter = async () => {
      const adapter = await losing.requestAdapter();
      if (adapter && name !== null) Object.defineProperty(adapter, 'info', { value: { description: name } });
      return adapter;
    };
    const id = await createdRun();
    const run = await begin(id, { gpu: { requestAdapter } as GPU });
    name = 'a stopgap';
    const isAway = () => expect(run.apiRecord.recovering?.error.code).toBe('adapter-away');
    await vi.waitFor(isAway, { timeout: 30_000 });
    await run.end('paused');
    await walk(id, { requestAdapter } as GPU);
    const kinds = await log(id);
    // Saved before its first step there, so that it waits for this adapter where the device is lost again.
    expect(kinds.slice(kinds.indexOf('adapter-changed'))).toEqual([
      'adapter-changed',
      'resumed',
      ...[4, 8, STEPS].map(() => 'checkpoint'),
      'finished',
    ]);
  });
});

describe('a run that continues from a checkpoint of another', () => {
  it('lengthened, is bit for bit one run from the checkpoint that was kept before its rate fell', async () => {
    const held = { steps: 8, schedule: 'hold', holdShare: 0.5, minLearningRate: 0, saveEvery: 3 } as const;
    const hub = new Hub(database, () => undefined);
    const short = await createdRun(held);
    await walk(short, dawn);
    const { projectId } = await getRun(database, short);
    const kept = await listCheckpoints(database, projectId);
    expect(kept.map(({ step, keep }) => [step, keep])).toEqual([
      [8, true],
      [6, false],
      [4, true],
    ]);

    const longer = await planLengthening(hub, short, 14);
    expect(longer).toMatchObject({ checkpoint: kept[2]?.id, step: 4, isExact: true, rewarmSteps: 0 });
    const { config } = await branchConfig(hub, longer);
    const run = { projectId, name: '', status: 'stopped' as const, step: 4, config, state: null, details: {} };
    const { id: branch } = await createRun(database, run);
    await walk(branch, losingDevice(dawn, 30));
    const long = await createdRun({ ...held, steps: 14 });
    await walk(long, dawn);
    expect(await latest(branch)).toEqual(await latest(long));

    const settingsOf = { ...longer.settings, warmupSteps: 5, learningRate: 5e-3 };
    expect(await planBranch(hub, { checkpoint: kept[0]!.id, settings: settingsOf })).toMatchObject({
      step: 8,
      isExact: false,
      rewarmSteps: 1,
    });
  });
});

describe('the best checkpoint by held-out loss', () => {
  /** Held out are tokens that the run never sees: the more it learns, the less it expects them. */
  const narrow = () => source(randomTokens(2, 600, 5));
  const heldOut = () => ({
    batches: evaluationBatches(randomTokens(5, 100), { seq: SEQ, batch: 2, padId: 0 }),
    bytes: 100,
  });
  const rare = { steps: 8, evalEvery: 2, saveEvery: 0 };

  async function stored(id: string) {
    const { projectId } = await getRun(database, id);
    const checkpoints = await listCheckpoints(database, projectId);
    return {
      heldOut: await readPoints<HeldOutPoint>(database, id, 'heldOut'),
      checkpoints: checkpoints.map(({ step, metrics, keep }) => ({ step, metrics, keep })),
      latest: await latest(id),
    };
  }

  it('is saved when it is evaluated and kept beside the newest, whether or not the run is interrupted', async () => {
    const id = await createdRun(rare);
    await (await begin(id, { batches: narrow(), heldOut })).ended;
    const undisturbed = await stored(id);
    const [first, ...later] = undisturbed.heldOut.map(({ loss }) => loss);
    for (const loss of later) expect(loss).toBeGreaterThan(first!);
    expect(undisturbed.checkpoints).toEqual([
      { step: 8, metrics: { heldOutLoss: later.at(-1) }, keep: true },
      { step: 2, metrics: { heldOutLoss: first }, keep: false },
    ]);

    const paused = await createdRun(rare);
    for (const at of [4, 6]) {
      let pause = () => undefined as unknown;
      const batches = watched((step) => step === 3 && pause(), narrow());
      const run = await begin(paused, { batches, heldOut });
      pause = () => run.end('paused');
      await run.ended;
      expect((await getRun(database, paused)).step).toBeLessThanOrEqual(at);
    }
    await (await begin(paused, { batches: narrow(), heldOut })).ended;
    const { checkpoints, ...rest } = await stored(paused);
    expect(rest).toEqual({ heldOut: undisturbed.heldOut, latest: undisturbed.latest });
    expect(checkpoints.filter(({ step }) => [2, 8].includes(step))).toEqual(undisturbed.checkpoints);
    expect((await log(paused)).filter((kind) => kind === 'resumed')).toHaveLength(2);
  });
});

describe('storage that takes no checkpoint', () => {
  /** Until it is restored, no room for chunks of checkpoints. */
  function fillDisk(): { restore(): void } {
    const { put } = IDBObjectStore.prototype;
    const spy = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...args) {
      if (this.name === 'checkpointChunks') throw new DOMException('no room', 'QuotaExceededError');
      return put.apply(this, args);
    });
    return { restore: () => spy.mockRestore() };
  }

  const statusOf = async (id: string) => (await getRun(database, id)).status;

  it('refuses a run before it begins when its checkpoints will not fit', async () => {
    const id = await createdRun();
    const bytes = 3 * stateBytes(plan('none'));
    const room = (quota: number) => ({
      storage: { estimate: async () => ({ usage: 0, quota }), persisted: async () => true },
    });
    const refusal = { code: 'storage-full', details: { bytes, free: bytes - 1 } };
    await expect(begin(id, room(bytes - 1))).rejects.toMatchObject(refusal);
    expect(await log(id)).toEqual([]);
    const run = await begin(id, room(bytes));
    await run.ended;
    expect(await statusOf(id)).toBe('finished');
  });

  it('does not end a run that saves on its way', async () => {
    const id = await createdRun({ steps: 5, saveEvery: 2 });
    const disk = fillDisk();
    const batches = watched((step) => {
      if (step === 4) disk.restore();
    });
    await (await begin(id, { batches })).ended;
    expect(await log(id)).toEqual(['started', 'storage-full', 'checkpoint', 'checkpoint', 'finished']);
    expect(await statusOf(id)).toBe('finished');
  });

  it('is told to whoever asks to pause, stop or save, and the run continues until it can', async () => {
    let reached = 0;
    const batches = watched((step) => {
      reached = step;
    });
    const run = await begin(await createdRun({ steps: 1e9, saveEvery: 0 }), { batches });
    const disk = fillDisk();
    for (const ask of [() => run.end('paused'), () => run.save(), () => run.end('stopped')]) {
      await expect(ask()).rejects.toMatchObject({ code: 'storage-full' });
      expect(await statusOf(run.id)).toBe('running');
      const before = reached;
      await vi.waitFor(() => expect(reached).toBeGreaterThan(before + 1), { timeout: 30_000 });
    }
    disk.restore();
    expect(await run.save()).toMatchObject({ runId: run.id });
    expect(await run.end('paused')).toMatchObject({ status: 'paused', error: null });
    expect(released).toHaveBeenCalled();
  });

  it('makes a finished run wait, which is finished once it is saved', async () => {
    const disk = fillDisk();
    const run = await begin(await createdRun({ steps: 2 }));
    const refused = async () => expect(await log(run.id)).toEqual(['started', 'storage-full']);
    await vi.waitFor(refused, { timeout: 30_000 });
    await expect(run.save()).rejects.toMatchObject({ code: 'storage-full' });
    await expect(run.end('stopped')).rejects.toMatchObject({ code: 'storage-full' });
    disk.restore();
    expect(await run.end('paused')).toMatchObject({ status: 'finished', step: 2 });
  });

  it('is asked when minutes have passed, however few the steps', async () => {
    const clock = vi.spyOn(performance, 'now');
    const batches = watched((step) => {
      if (step === 3) clock.mockReturnValue(performance.timeOrigin + 1e9);
    });
    const run = await begin(await createdRun({ steps: 6, saveEvery: 0 }), { batches });
    await run.ended;
    const events = await readPoints<RunEvent>(database, run.id, 'events');
    expect(events.filter(({ kind }) => kind === 'checkpoint').map(({ step }) => step)).toEqual([3, 6]);
  });

  it('keeps no fault from the page, even when it is gone altogether', async () => {
    const told: WorkerEvent[] = [];
    const batches = failingAt(3, () => closeDatabase(database));
    const run = await begin(await createdRun(), { batches, tell: (event) => told.push(event) });
    await run.ended;
    database = await openDatabase('run-gpu');
    const changed = told.filter((event) => event.type === 'run-changed').at(-1);
    expect(changed?.run).toMatchObject({ status: 'failed', error: { code: 'gpu-error', message: 'Failed.' } });
  });
});
