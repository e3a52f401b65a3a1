// How the worker measures kernels: as a job of its own, whose cancelling skips it, and kept in the database.
import 'fake-indexeddb/auto';
import { afterEach, expect, test, vi } from 'vitest';
import { DIRECT, TILED } from '../../ops/operator.ts';
import { openDatabase } from '../../storage/database.ts';
import { loadKernels } from '../../storage/kernels.ts';
import { type ChoiceRequest, chooseKernels } from '../../tuning/kernel-choice.ts';
import type { Tuned, Watch } from '../../tuning/tune.ts';
import type { WorkerEvent } from '../api.ts';
import { Hub } from '../hub.ts';
import { kernelsFor } from './kernels.ts';

vi.mock('../../tuning/kernel-choice.ts', () => ({ chooseKernels: vi.fn() }));
vi.stubGlobal('navigator', { userAgent: 'Browser 1' });
afterEach(() => vi.mocked(chooseKernels).mockReset());

async function hubWithEvents(name: string) {
  const told: WorkerEvent[] = [];
  return { hub: new Hub(await openDatabase(name), (event) => told.push(event)), told };
}

/** What would be asked of the GPU is done by `work`. */
const choosing = (work: (request: ChoiceRequest) => Promise<Tuned>) =>
  vi.mocked(chooseKernels).mockImplementation(async (_gpu, request) => (await work(request)).kernels);

test('a skipped measurement ends its job well, with what was known by then', async () => {
  const { hub, told } = await hubWithEvents('kernels-skipped');
  const measure = async ({ skip, onProgress }: Watch): Promise<Tuned> => {
    onProgress?.(1, 4, 'attention: tiled');
    const [progress] = told;
    if (progress?.type === 'progress') hub.cancel(progress.jobId);
    return { kernels: TILED, isComplete: !skip?.aborted };
  };
  let isComplete = true;
  choosing(async ({ measuring }) => {
    const tuned = await measuring(measure);
    ({ isComplete } = tuned);
    return tuned;
  });
  expect(await kernelsFor(hub, 'f32')).toEqual(TILED);
  expect(isComplete).toBe(false);
  expect(told).toContainEqual(expect.objectContaining({ type: 'progress', kind: 'tune', done: 1, total: 4 }));
  expect(told).toContainEqual(expect.objectContaining({ type: 'job-ended', kind: 'tune', outcome: 'done' }));
});

test('no job is heard of where nothing is measured; what is kept is kept in the database', async () => {
  const { hub, told } = await hubWithEvents('kernels-kept');
  choosing(async ({ store, runtime, storage }) => {
    expect([runtime, storage, await store.load('key')]).toEqual(['Browser 1', 'f16', undefined]);
    await store.save('key', DIRECT);
    return { kernels: DIRECT, isComplete: true };
  });
  expect(await kernelsFor(hub, 'f16')).toEqual(DIRECT);
  expect(await loadKernels(hub.database, 'key')).toEqual(DIRECT);
  expect(told).toEqual([]);
});
