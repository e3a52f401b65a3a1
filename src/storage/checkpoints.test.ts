import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { OcaqError } from '../errors.ts';
import { type Fault, withFault } from '../testing/storage-faults.ts';
import {
  CHUNK_BYTES,
  deleteCheckpoint,
  listCheckpoints,
  loadCheckpoint,
  loadLatest,
  type NamedBytes,
  type NewCheckpoint,
  saveCheckpoint,
  verifyCheckpoint,
} from './checkpoints.ts';
import { closeDatabase, type Database, openDatabase, transact } from './database.ts';
import { collectOrphans } from './orphans.ts';

const CHUNK = 8;
let count = 0;
let database: Database;
beforeEach(async () => {
  database = await fresh();
});

async function fresh(): Promise<Database> {
  const created = await openDatabase(`checkpoints-${count++}`);
  await transact(created, ['projects'], 'readwrite', (transaction) =>
    transaction.objectStore('projects').put({ id: 'p', name: 'p', createdAt: 0, updatedAt: 0, details: null }),
  );
  return created;
}

/** Tensors that tell every step apart: none, less than a chunk, exactly one, several and a bit. */
const SIZES = { empty: 0, small: 3, exact: CHUNK, large: 3 * CHUNK + 5 };
const bytesOf = (step: number, size: number) => Uint8Array.from({ length: size }, (_, i) => (step * 31 + i) % 256);

async function* tensorsOf(step: number): AsyncGenerator<NamedBytes> {
  for (const [name, size] of Object.entries(SIZES)) yield { name, bytes: bytesOf(step, size) };
}

const described = (step: number, change: Partial<NewCheckpoint> = {}): NewCheckpoint => ({
  id: `step-${step}`,
  runId: 'r',
  projectId: 'p',
  step,
  label: `after ${step}`,
  metrics: { loss: 1 / step },
  details: { shown: step },
  state: { step, rng: Uint32Array.of(step, 7) },
  ...change,
});

const save = (step: number, change: Partial<NewCheckpoint> = {}, tensors = tensorsOf(step)) =>
  saveCheckpoint(database, described(step, change), tensors, CHUNK);

/** The step of the latest checkpoint, after reading all of it and comparing every byte and the state. */
async function latestStep(runId = 'r'): Promise<number | undefined> {
  const latest = await loadLatest(database, runId);
  if (latest === undefined) return undefined;
  const { step, state } = latest.manifest;
  expect(state).toEqual({ step, rng: Uint32Array.of(step, 7) });
  for (const [name, size] of Object.entries(SIZES)) expect(await latest.tensor(name)).toEqual(bytesOf(step, size));
  return step;
}

const steps = async () => (await listCheckpoints(database, 'p')).map(({ step }) => step).sort((a, b) => a - b);

const chunkCount = () =>
  transact(database, ['checkpointChunks'], 'readonly', (transaction) =>
    transaction.objectStore('checkpointChunks').count(),
  );

async function errorOf(work: Promise<unknown>): Promise<OcaqError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(OcaqError);
  return error as OcaqError;
}

async function flipByte(id: string, index: number): Promise<void> {
  await transact(database, ['checkpointChunks'], 'readwrite', async (transaction) => {
    const chunk = (await transaction.objectStore('checkpointChunks').get([id, index]))!;
    chunk.bytes[chunk.bytes.length - 1]! ^= 1;
    await transaction.objectStore('checkpointChunks').put(chunk);
  });
}

describe('saving and loading', () => {
  it('gives back every tensor and the state', async () => {
    const { checkpoint, leftover } = await save(1);
    expect(leftover).toBeUndefined();
    expect(checkpoint).toMatchObject({ id: 'step-1', step: 1, bytes: 3 + 8 + 29, keep: false });
    expect(await latestStep()).toBe(1);
    expect(await listCheckpoints(database, 'p')).toEqual([checkpoint]);
    const { tensors } = (await loadCheckpoint(database, 'step-1')).manifest;
    expect(tensors.map((tensor) => tensor.chunks.map(({ bytes }) => bytes))).toEqual([[], [3], [8], [8, 8, 8, 5]]);
    // printf '\x1f\x20\x21' | sha256sum
    expect(tensors[1]!.chunks[0]!.sha256).toBe('75e2d2db3843a0280e4ca9a4d1b354b69646941540e711605cc66524eac20322');
  });

  it('cuts at 16 MiB unless told otherwise', async () => {
    const large = (async function* () {
      yield { name: 'table', bytes: new Uint8Array(CHUNK_BYTES + 1) };
    })();
    await saveCheckpoint(database, described(1), large);
    const { manifest, tensor } = await loadCheckpoint(database, 'step-1');
    expect(manifest.tensors[0]!.chunks.map(({ bytes }) => bytes)).toEqual([16 * 1024 * 1024, 1]);
    expect((await tensor('table')).length).toBe(CHUNK_BYTES + 1);
  });

  it('takes the state and the tensors as they were handed over', async () => {
    const state = { step: 1, rng: Uint32Array.of(1, 7) };
    const shared = new Uint8Array(100).fill(1);
    const changing = (async function* () {
      yield { name: 'a', bytes: shared.subarray(10, 13) };
      shared.fill(2);
      state.step = 99;
      yield { name: 'b', bytes: shared.subarray(0, 20) };
    })();
    await save(1, { state }, changing);
    const { manifest, tensor } = await loadCheckpoint(database, 'step-1');
    expect(manifest.state).toEqual({ step: 1, rng: Uint32Array.of(1, 7) });
    expect([...(await tensor('a'))]).toEqual([1, 1, 1]);
    expect([...(await tensor('b'))]).toEqual(new Array(20).fill(2));
  });

  it('keeps two for each run and every finished model', async () => {
    await save(1, { keep: true });
    for (const step of [2, 3, 4]) await save(step);
    await save(5, { runId: 'other' });
    expect(await steps()).toEqual([1, 3, 4, 5]);
    expect(await chunkCount()).toBe(4 * 6);
    expect(await latestStep()).toBe(4);
    expect(await latestStep('other')).toBe(5);
    expect(await latestStep('none')).toBeUndefined();
  });

  it('keeps the best of each run, until there is a better one', async () => {
    const saveAt = (step: number, heldOutLoss: number, change: Partial<NewCheckpoint> = {}) =>
      save(step, { metrics: { heldOutLoss }, ...change });
    await saveAt(1, 5);
    await saveAt(2, 4);
    await saveAt(3, 4.5);
    await save(4);
    await saveAt(5, Number.NaN);
    await saveAt(6, 1, { runId: 'other' });
    expect(await steps()).toEqual([2, 4, 5, 6]);
    expect(await collectOrphans(database)).toMatchObject({ checkpoints: 0 });
    await saveAt(7, 3.9);
    expect(await steps()).toEqual([5, 6, 7]);
    await save(8);
    await save(9);
    expect(await steps()).toEqual([6, 7, 8, 9]);
    expect(await latestStep()).toBe(9);
  });

  it('refuses an id in use, a tensor twice, and a project that is gone, and keeps what there was', async () => {
    await save(1);
    await expect(save(1)).rejects.toThrow('already stored');
    const twice = (async function* () {
      yield { name: 'a', bytes: new Uint8Array(20) };
      yield { name: 'a', bytes: new Uint8Array(20) };
    })();
    await expect(save(2, {}, twice)).rejects.toThrow('given twice');
    expect((await errorOf(save(2, { projectId: 'gone' }))).code).toBe('project-missing');
    expect(await latestStep()).toBe(1);
    expect(await chunkCount()).toBe(6);
    expect((await errorOf((await loadCheckpoint(database, 'step-1')).tensor('x'))).code).toBe(
      'checkpoint-tensor-missing',
    );
    expect((await errorOf(loadCheckpoint(database, 'x'))).code).toBe('checkpoint-missing');
  });

  it('keeps the old checkpoint when the tensors cannot be fetched to the end', async () => {
    await save(1);
    const breaking = (async function* () {
      yield { name: 'a', bytes: new Uint8Array(3 * CHUNK) };
      throw new OcaqError('device-lost', 'The graphics card was lost.');
    })();
    expect((await errorOf(save(2, {}, breaking))).code).toBe('device-lost');
    expect(await latestStep()).toBe(1);
    expect(await chunkCount()).toBe(6);
  });

  it('does not call saved what the disk changed on the way', async () => {
    await save(1);
    const original = IDBObjectStore.prototype.put;
    try {
      IDBObjectStore.prototype.put = function (value: { bytes?: unknown }, ...rest) {
        if (value.bytes instanceof Uint8Array) value.bytes[0]! ^= 1;
        return original.call(this, value, ...rest);
      };
      expect((await errorOf(save(2))).code).toBe('checkpoint-unverified');
    } finally {
      IDBObjectStore.prototype.put = original;
    }
    expect(await latestStep()).toBe(1);
    expect(await chunkCount()).toBe(6);
  });
});

describe('chunks that vanish while a save finishes', () => {
  it('are missed in the transaction that would make it the latest', async () => {
    await save(1);
    const original = IDBDatabase.prototype.transaction;
    try {
      IDBDatabase.prototype.transaction = function (stores, ...rest) {
        // Ordered before the transaction that is asked for here, which is the finishing one.
        if ([...stores].includes('projects')) {
          original.call(this, 'checkpointChunks', 'readwrite').objectStore('checkpointChunks').delete(['step-2', 3]);
        }
        return original.call(this, stores, ...rest);
      };
      expect((await errorOf(save(2))).code).toBe('checkpoint-damaged');
    } finally {
      IDBDatabase.prototype.transaction = original;
    }
    expect(await latestStep()).toBe(1);
    expect(await chunkCount()).toBe(6);
  });
});

describe('deleting', () => {
  it('makes the one before the latest, then none', async () => {
    for (const step of [1, 2]) await save(step);
    await deleteCheckpoint(database, 'step-2');
    expect(await latestStep()).toBe(1);
    await save(3);
    expect(await steps()).toEqual([1, 3]);
    await deleteCheckpoint(database, 'step-1');
    await deleteCheckpoint(database, 'step-3');
    await deleteCheckpoint(database, 'step-3');
    expect(await latestStep()).toBeUndefined();
    expect(await chunkCount()).toBe(0);
  });
});

describe('damage', () => {
  it('of any single byte is named, and the previous checkpoint is used', async () => {
    const places = [
      [0, 'part 1 of 1 of "small"'],
      [1, 'part 1 of 1 of "exact"'],
      [2, 'part 1 of 4 of "large"'],
      [5, 'part 4 of 4 of "large"'],
    ] as const;
    for (const [index, part] of places) {
      database = await fresh();
      await save(1);
      await save(2);
      await flipByte('step-2', index);
      const error = await errorOf(verifyCheckpoint(database, 'step-2'));
      expect(error.code).toBe('checkpoint-damaged');
      expect(error.message).toContain(part);
      expect(await latestStep()).toBe(1);
      const latest = await loadLatest(database, 'r');
      expect(latest?.damaged.map(({ code, details }) => [code, details.step])).toEqual([['checkpoint-damaged', 2]]);
    }
  });

  it('is found by reading a tensor alone, and a missing part is told from a changed one', async () => {
    await save(1);
    await transact(database, ['checkpointChunks'], 'readwrite', (transaction) =>
      transaction.objectStore('checkpointChunks').delete(['step-1', 3]),
    );
    const { tensor } = await loadCheckpoint(database, 'step-1');
    expect(await tensor('exact')).toEqual(bytesOf(1, CHUNK));
    expect((await errorOf(tensor('large'))).message).toContain('part 2 of 4 of "large" is missing');
  });

  it('never makes a damaged checkpoint the fallback of the next one', async () => {
    await save(1);
    await save(2);
    await flipByte('step-2', 0);
    expect(await latestStep()).toBe(1);
    await save(3);
    expect(await steps()).toEqual([1, 3]);
    await flipByte('step-3', 0);
    expect(await latestStep()).toBe(1);
  });

  it('of the best makes the next best the one that is kept', async () => {
    for (const [step, heldOutLoss] of [4, 3, 5, 6].entries()) await save(step + 1, { metrics: { heldOutLoss } });
    expect(await steps()).toEqual([2, 3, 4]);
    await flipByte('step-2', 0);
    expect((await errorOf(verifyCheckpoint(database, 'step-2'))).code).toBe('checkpoint-damaged');
    for (const step of [5, 6]) await save(step);
    expect(await steps()).toEqual([3, 5, 6]);
  });

  it('of all checkpoints is said, and a finished model is still tried', async () => {
    await save(1, { keep: true });
    for (const step of [2, 3]) await save(step);
    for (const step of [2, 3]) await flipByte(`step-${step}`, 0);
    expect(await latestStep()).toBe(1);
    await flipByte('step-1', 0);
    expect(await errorOf(loadLatest(database, 'r'))).toMatchObject({
      code: 'checkpoint-none-whole',
      details: { checkpoints: 3 },
    });
  });
});

describe.each<Fault>(['full', 'lost', 'killed', 'unreported', 'misreported'])(
  'whatever operation goes wrong (%s)',
  (fault) => {
    /** Runs `change` from a state with checkpoints 1 and 2, failing at n = 1, 2, … until it is not reached any more. */
    async function sweep(change: () => Promise<unknown>, before: number, after: number): Promise<void> {
      for (let n = 1; ; n++) {
        database = await fresh();
        await save(1);
        await save(2);
        const { reached, outcome } = await withFault(n, fault, change);
        if (fault === 'lost' || fault === 'unreported') expect(outcome.status).toBe('fulfilled');
        if (outcome.status === 'rejected')
          expect((await errorOf(Promise.reject(outcome.reason))).message).toMatch(/\.$/);

        // As after a reload: a new connection, orphans collected.
        const reopened = await openDatabase(database.name);
        closeDatabase(database);
        database = reopened;
        const step = await latestStep();
        expect([before, after]).toContain(step);
        if (outcome.status === 'fulfilled') expect(step).toBe(after);
        await collectOrphans(database);
        expect(await latestStep()).toBe(step);
        // Two are kept, unless one of them was what was deleted.
        expect(await steps()).toEqual(step === 3 ? [2, 3] : step === 2 ? [1, 2] : [1]);
        expect(await chunkCount()).toBe(6 * (await steps()).length);
        for (const kept of await steps()) await verifyCheckpoint(database, `step-${kept}`);
        await save(4);
        expect(await latestStep()).toBe(4);
        if (!reached) {
          expect(outcome.status).toBe('fulfilled');
          expect(n).toBeGreaterThan(1);
          return;
        }
      }
    }

    it('a save leaves the old state or the new one', async () => {
      await sweep(() => save(3), 2, 3);
    });

    it('a deletion leaves the old state or the new one', async () => {
      await sweep(() => deleteCheckpoint(database, 'step-2'), 2, 1);
    });
  },
);

describe('collecting orphans', () => {
  it('leaves a save in progress alone and removes an interrupted one', async () => {
    await save(1);
    const during: unknown[] = [];
    const tensors = (async function* () {
      yield { name: 'a', bytes: new Uint8Array(2 * CHUNK) };
      during.push(await collectOrphans(database), await chunkCount());
      yield { name: 'b', bytes: new Uint8Array(2 * CHUNK) };
    })();
    await save(2, {}, tensors);
    expect(during).toEqual([undefined, 6 + 2]);
    expect(await steps()).toEqual([1, 2]);

    await withFault(9, 'killed', () => save(3));
    expect(await chunkCount()).toBeGreaterThan(6 + 4);
    expect(await collectOrphans(database)).toMatchObject({ checkpoints: 1 });
    expect(await chunkCount()).toBe(6 + 4);
    expect(await collectOrphans(database)).toMatchObject({ checkpoints: 0 });
  });
});
