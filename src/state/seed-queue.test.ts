import { describe, expect, it, test, vi } from 'vitest';
import type { RunRecord, WorkerEvent } from '../worker/api.ts';
import { openStudio, run as record, settings, snapshot } from './fixtures.ts';

const run = (seed: number, status: RunRecord['status']): RunRecord => ({
  ...record(`seed ${seed}`, status, 400),
  startedAt: seed,
  settings: { ...settings, seed },
});

/** Project `a` with a finished run of seed 1. */
async function opened() {
  const startSeed = vi.fn(async (_run: string, seed: number) => run(seed, 'running'));
  const first = run(1, 'finished');
  const stores = await openStudio({ openProject: async (id) => snapshot(id, [first]), startSeed });
  /** What the worker tells when a run has ended and it is ready for the next. */
  const ended = async (seed: number, status: RunRecord['status'] = 'finished') => {
    stores.events.emit({ type: 'run-changed', run: run(seed, status) } satisfies WorkerEvent);
    stores.events.emit({ type: 'project-changed', snapshot: snapshot('a', [run(seed, status), first]) });
    await vi.waitFor(() => expect(stores.training.store.getState().busy).toBeNull());
  };
  return { ...stores, first, startSeed, ended, seeds: () => startSeed.mock.calls.map(([, seed]) => seed) };
}

describe('more seeds of a run', () => {
  it('are trained one after the other, each when the one before has ended', async () => {
    const { seedQueue, first, ended, seeds, training } = await opened();
    await seedQueue.more(first, 3);
    expect(seeds()).toEqual([2]);
    expect(training.store.getState().shown).toBe('seed 2');
    expect(seedQueue.store.getState()).toMatchObject({ run: 'seed 2', waiting: [3, 4] });
    await ended(2);
    await ended(3);
    expect(seeds()).toEqual([2, 3, 4]);
    expect(seedQueue.store.getState()).toMatchObject({ run: null, waiting: [] });
    await ended(4);
    expect(seeds()).toEqual([2, 3, 4]);
  });

  it('wait while a run is paused, and are dropped when it is stopped or fails', async () => {
    for (const status of ['stopped', 'failed'] as const) {
      const { seedQueue, first, ended, seeds } = await opened();
      await seedQueue.more(first, 2);
      await ended(2, 'paused');
      expect(seedQueue.store.getState().waiting).toEqual([3]);
      await ended(2, status);
      expect(seedQueue.store.getState().waiting).toEqual([]);
      expect(seeds()).toEqual([2]);
    }
  });

  it('may be dropped, and are when one cannot be started', async () => {
    const dropped = await opened();
    await dropped.seedQueue.more(dropped.first, 2);
    dropped.seedQueue.cancel();
    await dropped.ended(2);
    expect(dropped.seeds()).toEqual([2]);

    const refused = await opened();
    refused.startSeed.mockRejectedValueOnce(new Error('no room'));
    await refused.seedQueue.more(refused.first, 2);
    expect(refused.seedQueue.store.getState().waiting).toEqual([]);
    expect(refused.training.store.getState().error).not.toBeNull();
  });

  it('are dropped when the run that they wait for is deleted', async () => {
    const { seedQueue, first, ended, events } = await opened();
    await seedQueue.more(first, 2);
    await ended(2, 'paused');
    events.emit({ type: 'project-changed', snapshot: snapshot('b') });
    expect(seedQueue.store.getState().waiting).toEqual([3]);
    events.emit({ type: 'project-changed', snapshot: snapshot('a', [first]) });
    expect(seedQueue.store.getState().waiting).toEqual([]);
  });

  it('end where another project is opened', async () => {
    const { seedQueue, first, ended, seeds, studio } = await opened();
    await seedQueue.more(first, 2);
    await studio.openProject('b');
    await ended(2);
    expect(seeds()).toEqual([2]);
  });
});

test('seeds of a new run are not asked for where another project was opened while it started', async () => {
  let started = (_: RunRecord) => {};
  const startTraining = () => new Promise<RunRecord>((resolve) => (started = resolve));
  const { seedQueue, studio, training } = await openStudio({ startTraining });
  training.setSettings(settings);
  const start = seedQueue.start(3);
  await studio.openProject('b');
  started(run(1, 'running'));
  await start;
  expect(seedQueue.store.getState()).toEqual({ project: null, run: null, waiting: [] });
});
