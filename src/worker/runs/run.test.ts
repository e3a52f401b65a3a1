// What a run does when storage fails, without a GPU: the model is nothing, and the loop walks its hooks as the real one.
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { OcaqError } from '../../errors.ts';
import * as checkpoints from '../../storage/checkpoints.ts';
import { closeDatabase, type Database, openDatabase } from '../../storage/database.ts';
import { createProject } from '../../storage/projects.ts';
import { createRun, getRun, readPoints } from '../../storage/runs.ts';
import type { LoopHooks } from '../../training/loop.ts';
import type { LoopState } from '../../training/loop-state.ts';
import type { RunEvent, WorkerEvent } from '../api.ts';
import { Hub } from '../hub.ts';
import { ActiveRun } from './run.ts';

vi.mock('../../engine/open-fitted.ts', () => ({
  openFitted: async (
    _gpu: unknown,
    _request: unknown,
    { plan }: { plan: unknown },
    onProgress: (done: number, total: number) => void,
  ) => {
    onProgress(1, 1);
    return { model: { plan, executor: { createdBytes: 0 }, destroy: () => destroyed() }, warning: refused() };
  },
}));
vi.mock('../models/kernels.ts', () => ({ kernelsFor: async () => ({}) }));
vi.mock('../../inference/generate.ts', () => ({}));
vi.mock('../../gpu/device.ts', async (original) => ({
  ...(await original<typeof import('../../gpu/device.ts')>()),
  describeAdapter: async () => ({ name: 'none', features: [], maxBindingBytes: 1 }),
}));
vi.mock('../../training/initialise.ts', () => ({ initialiseParameters: () => undefined }));
vi.mock('../../engine/state-tensors.ts', () => ({
  stateBytes: () => 100,
  writeState: async () => undefined,
  async *readState() {
    yield { name: 'weights', bytes: new Uint8Array(8) };
  },
}));
vi.mock('./run-data.ts', () => ({ runData: async () => ({ source: null, heldOut: () => null, unigramLoss: null }) }));
vi.mock('../models/model.ts', () => ({ trainingRequest: () => ({}) }));
vi.mock('../../model/planner.ts', () => ({
  planWithin: () => ({ plan: { totalBytes: 0, layout: { slices: new Map() } }, fits: fits() }),
  beyondBudget: () => new OcaqError('beyond-budget', 'Too large.'),
}));
vi.mock('../../training/loop.ts', () => ({
  async trainingLoop(_model: unknown, _source: unknown, start: LoopState, _fresh: boolean, hooks: LoopHooks) {
    for (let state = start; ; state = { ...state, step: state.step + 1 }) {
      const done = state.step >= state.settings.steps;
      const request = hooks.request();
      const { saveEvery } = state.settings;
      const due = saveEvery > 0 && state.step > start.step && state.step % saveEvery === 0;
      if (done || request !== 'go' || due) await hooks.save(state);
      if (done || (request === 'stop' && hooks.request() === 'stop')) return state;
      stepped(state.step + 1);
      await hooks.yieldToMessages?.();
    }
  },
}));

const destroyed = vi.fn();
const released = vi.fn();
const fits = vi.fn<() => boolean>(() => true);
const refused = vi.fn<() => OcaqError | null>(() => null);
const stepped = vi.fn<(step: number) => void>();
const full = () => new OcaqError('storage-full', 'No room.');
const lock = { announce: async () => undefined, release: async () => released() };
let count = 0;
let database: Database;
let told: WorkerEvent[];

beforeEach(async () => {
  vi.stubGlobal('navigator', {});
  database = await openDatabase(`run-${count++}`);
  told = [];
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  stepped.mockReset();
});

async function start(settings: { steps: number; saveEvery?: number }): Promise<ActiveRun> {
  const { id: projectId } = await createProject(database, 'p');
  const config = {
    choice: {
      batch: 1,
      seq: 1,
      accumulate: 1,
      precision: 'f32',
      config: { vocabSize: 4, hiddenSize: 4, layers: 0, tied: true },
    },
    settings: {
      ...{ saveEvery: 0, evalEvery: 0, sampleEvery: 0, seed: 1, warmupSteps: 0 },
      ...{ learningRate: 1, minLearningRate: 0, weightDecay: 0, beta1: 0, beta2: 0, clip: 0, ...settings },
    },
    baseCheckpoint: null,
  };
  const run = { projectId, kind: 'pretrain' as const, name: 'r', status: 'stopped' as const, step: 0 };
  const record = await createRun(database, { ...run, config, state: null, details: { error: null } });
  return ActiveRun.start(new Hub(database, (event) => told.push(event)), record, lock, 2 ** 30);
}

const log = async (run: ActiveRun) =>
  (await readPoints<RunEvent>(database, run.id, 'events')).map(({ kind, error }) => error?.code ?? kind);
const statusOf = async (run: ActiveRun) => (await getRun(database, run.id)).status;

test('is refused before it begins when its checkpoints will not fit', async () => {
  const storage = { estimate: async () => ({ usage: 0, quota: 299 }), persisted: async () => true };
  vi.stubGlobal('navigator', { storage });
  await expect(start({ steps: 1 })).rejects.toMatchObject({ code: 'storage-full', details: { bytes: 300, free: 299 } });
  expect(stepped).not.toHaveBeenCalled();
});

test('says so in its log when it is beyond the budget, and when the adapter could not give the plan', async () => {
  fits.mockReturnValueOnce(false);
  refused.mockReturnValueOnce(new OcaqError('plan-fell-back', 'Smaller.'));
  const run = await start({ steps: 1 });
  await run.ended;
  expect(await log(run)).toEqual(['beyond-budget', 'plan-fell-back', 'started', 'checkpoint', 'finished']);
});

test('goes on when a save on the way finds no room', async () => {
  vi.spyOn(checkpoints, 'saveCheckpoint').mockRejectedValueOnce(full());
  const run = await start({ steps: 5, saveEvery: 2 });
  await run.ended;
  expect(await log(run)).toEqual(['started', 'storage-full', 'checkpoint', 'checkpoint', 'finished']);
  expect(await statusOf(run)).toBe('finished');
});

test('whoever asks to pause, stop or save hears why it cannot be, and the run goes on until it can', async () => {
  const save = vi.spyOn(checkpoints, 'saveCheckpoint').mockRejectedValue(full());
  const run = await start({ steps: 1e9 });
  for (const ask of [() => run.end('paused'), () => run.save(), () => run.end('stopped')]) {
    await expect(ask()).rejects.toMatchObject({ code: 'storage-full' });
    expect(await statusOf(run)).toBe('running');
    const reached = stepped.mock.calls.length;
    await vi.waitFor(() => expect(stepped.mock.calls.length).toBeGreaterThan(reached));
  }
  save.mockRestore();
  expect(await run.save()).toMatchObject({ runId: run.id });
  expect(await run.end('paused')).toMatchObject({ status: 'paused', error: null });
  expect(released).toHaveBeenCalled();
});

test('a finished run that cannot be saved waits, and is finished once it is', async () => {
  const save = vi.spyOn(checkpoints, 'saveCheckpoint').mockRejectedValue(full());
  const run = await start({ steps: 2 });
  await vi.waitFor(() => expect(save).toHaveBeenCalledTimes(1));
  await vi.waitFor(async () => expect(await log(run)).toEqual(['started', 'storage-full']));
  await expect(run.save()).rejects.toMatchObject({ code: 'storage-full' });
  await expect(run.end('stopped')).rejects.toMatchObject({ code: 'storage-full' });
  save.mockRestore();
  expect(await run.end('paused')).toMatchObject({ status: 'finished', step: 2 });
});

test('saves when minutes have passed, however few the steps', async () => {
  const clock = vi.spyOn(performance, 'now');
  stepped.mockImplementation((step) => {
    if (step === 3) clock.mockReturnValue(performance.timeOrigin + 1e9);
  });
  const run = await start({ steps: 6 });
  await run.ended;
  const events = await readPoints<RunEvent>(database, run.id, 'events');
  expect(events.filter(({ kind }) => kind === 'checkpoint').map(({ step }) => step)).toEqual([3, 6]);
});

test('a fault ends it with its code, and is told even when storage is gone', async () => {
  stepped.mockImplementation((step) => {
    if (step !== 2) return;
    closeDatabase(database);
    throw new OcaqError('device-lost', 'Lost.');
  });
  const run = await start({ steps: 6 });
  await run.ended;
  const changed = told.filter((event) => event.type === 'run-changed').at(-1);
  expect(changed?.run).toMatchObject({ status: 'failed', error: { code: 'device-lost', message: 'Lost.' } });
  expect(told.map(({ type }) => type)).toContain('device-lost');
  expect(destroyed).toHaveBeenCalled();
});
