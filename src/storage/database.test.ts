import 'fake-indexeddb/auto';
import { deleteDB, openDB, unwrap } from 'idb';
import { beforeEach, describe, expect, it } from 'vitest';
import { OcaqError } from '../errors.ts';
import { type Fault, withFault } from '../testing/storage-faults.ts';
import { closeDatabase, type Database, migrations, openDatabase, transact } from './database.ts';
import { listJobs } from './jobs.ts';
import { loadKernels, saveKernels } from './kernels.ts';

const SCHEMA_VERSION = Math.max(...Object.keys(migrations).map(Number));

let count = 0;
let name = '';
beforeEach(() => {
  name = `database-${count++}`;
});

async function errorOf(work: Promise<unknown>): Promise<OcaqError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(OcaqError);
  expect((error as OcaqError).message).toMatch(/\.$/);
  return error as OcaqError;
}

const project = (id: string) => ({ id, name: id, createdAt: 1, updatedAt: 1, details: null });

const put = (database: Database, ...ids: string[]) =>
  transact(database, ['projects'], 'readwrite', async (transaction) => {
    for (const id of ids) await transaction.objectStore('projects').put(project(id));
  });

const ids = (database: Database) =>
  transact(database, ['projects'], 'readonly', (transaction) => transaction.objectStore('projects').getAllKeys());

describe('openDatabase', () => {
  it('creates every store at the current version', async () => {
    closeDatabase(await openDatabase(name));
    const raw = await openDB(name);
    expect(raw.version).toBe(SCHEMA_VERSION);
    expect([...raw.objectStoreNames]).toEqual([
      'checkpointChunks',
      'checkpoints',
      'cleanShards',
      'conversations',
      'documentShards',
      'instructionSets',
      'instructionShards',
      'jobItems',
      'jobs',
      'judgements',
      'kernels',
      'measurements',
      'metrics',
      'pointers',
      'projects',
      'runs',
      'sources',
      'speeds',
      'tokenShards',
      'tokenizers',
    ]);
    raw.close();
  });

  it('keeps what is stored when opened again', async () => {
    const first = await openDatabase(name);
    await put(first, 'a');
    closeDatabase(first);
    expect(await ids(await openDatabase(name))).toEqual(['a']);
  });

  it('refuses a database of a newer version and leaves it as it is', async () => {
    const newer = await openDB(name, SCHEMA_VERSION + 1, { upgrade: (raw) => void raw.createObjectStore('future') });
    await newer.put('future', 'kept', 'key');
    newer.close();
    expect((await errorOf(openDatabase(name))).code).toBe('database-newer');
    const again = await openDB(name);
    expect([again.version, [...again.objectStoreNames], await again.get('future', 'key')]).toEqual([
      SCHEMA_VERSION + 1,
      ['future'],
      'kept',
    ]);
    again.close();
  });

  it('takes a database of version 1 to the present one with all that is in it', async () => {
    const first = await openDatabase(name, { migrations: { 1: migrations[1]! } });
    await put(first, 'a');
    closeDatabase(first);
    const now = await openDatabase(name);
    expect(await ids(now)).toEqual(['a']);
    await saveKernels(now, 'card', { gemm: 'any' });
    expect(await loadKernels(now, 'card')).toEqual({ gemm: 'any' });
    expect(await loadKernels(now, 'another card')).toBeUndefined();
    expect(await listJobs(now, 'a')).toEqual([]);
  });

  const withNext = { ...migrations, [SCHEMA_VERSION + 1]: () => undefined };

  it('says so when an older tab does not let go, and upgrades once it has', async () => {
    const stubborn = await openDB(name, SCHEMA_VERSION, { upgrade: () => undefined });
    const options = { migrations: withNext, blockedGraceMs: 20 };
    expect((await errorOf(openDatabase(name, options))).code).toBe('database-blocked');
    stubborn.close();
    closeDatabase(await openDatabase(name, options));
    const raw = await openDB(name);
    expect(raw.version).toBe(SCHEMA_VERSION + 1);
    raw.close();
  });

  it('waits for an older tab that lets go in time', async () => {
    const slow = await openDB(name, SCHEMA_VERSION, {
      upgrade: () => undefined,
      blocking: (_current, _next, event) => void setTimeout(() => (event.target as IDBDatabase).close(), 20),
    });
    const database = await openDatabase(name, { migrations: withNext, blockedGraceMs: 5000 });
    await expect(slow.getAll('projects')).rejects.toMatchObject({ name: 'InvalidStateError' });
    closeDatabase(database);
  });

  it('runs only the steps that an older database lacks, and changes nothing when one fails', async () => {
    const first = await openDatabase(name);
    await put(first, 'a');
    closeDatabase(first);
    const failing = () => {
      throw new Error('a broken step');
    };
    const error = await errorOf(openDatabase(name, { migrations: { ...withNext, [SCHEMA_VERSION + 2]: failing } }));
    expect(error.code).toBe('database-upgrade-failed');
    const again = await openDatabase(name);
    expect(await ids(again)).toEqual(['a']);
    closeDatabase(again);
    expect(await ids(await openDatabase(name, { migrations: withNext }))).toEqual(['a']);
  });

  it('explains that nothing can be stored where the browser forbids it', async () => {
    const open = IDBFactory.prototype.open;
    try {
      for (const reason of ['SecurityError', 'InvalidStateError', 'UnknownError']) {
        IDBFactory.prototype.open = () => {
          throw new DOMException('forbidden', reason);
        };
        const error = await errorOf(openDatabase(name));
        expect(error).toMatchObject({ code: 'storage-unavailable', details: { reason } });
      }
    } finally {
      IDBFactory.prototype.open = open;
    }
  });
});

describe('another tab', () => {
  it('with a newer version gets the database; this one says why it has none, and does not open it again', async () => {
    const database = await openDatabase(name);
    const newer = await openDB(name, SCHEMA_VERSION + 1);
    expect((await errorOf(put(database, 'a'))).code).toBe('database-superseded');
    expect((await errorOf(ids(database))).code).toBe('database-superseded');
    newer.close();
  });

  it('that deletes the database is not blocked, and nothing is created again behind its back', async () => {
    const database = await openDatabase(name);
    await deleteDB(name);
    expect((await errorOf(put(database, 'a'))).code).toBe('database-superseded');
    expect((await indexedDB.databases()).map((entry) => entry.name)).not.toContain(name);
  });
});

describe('transact', () => {
  it('does all or nothing when the work throws', async () => {
    const database = await openDatabase(name);
    await expect(
      transact(database, ['projects'], 'readwrite', async (transaction) => {
        await transaction.objectStore('projects').put(project('a'));
        throw new Error('Stopped on purpose.');
      }),
    ).rejects.toThrow('Stopped on purpose.');
    expect(await ids(database)).toEqual([]);
  });

  it.each<[Fault, string | undefined]>([
    ['full', 'storage-full'],
    ['lost', undefined],
    ['killed', 'database-lost'],
    ['unreported', undefined],
  ])('after any operation that goes wrong (%s) holds all or nothing, and keeps working', async (fault, code) => {
    for (let n = 1; ; n++) {
      const database = await openDatabase(`${name}-${n}`);
      const { reached, outcome } = await withFault(n, fault, () => put(database, 'a', 'b', 'c'));
      if (outcome.status === 'rejected') expect((await errorOf(Promise.reject(outcome.reason))).code).toBe(code);
      const expected = outcome.status === 'rejected' ? [] : ['a', 'b', 'c'];
      if (code === undefined) expect(outcome.status).toBe('fulfilled');
      expect(await ids(database)).toEqual(expected);
      if (!reached) {
        expect(n).toBeGreaterThan(1);
        break;
      }
      expect(outcome.status).toBe(code === undefined ? 'fulfilled' : 'rejected');
    }
  });

  it('tells a transaction that finds no room only at its end', async () => {
    const database = await openDatabase(name);
    const failing = transact(database, ['projects'], 'readwrite', async (transaction) => {
      await transaction.objectStore('projects').put(project('a'));
      // The reason of an aborted transaction is the browser's to set; this is the fake one's way of doing so.
      (unwrap(transaction) as unknown as { _abort(reason: string): void })._abort('QuotaExceededError');
      await transaction.objectStore('projects').put(project('b'));
    });
    expect((await errorOf(failing)).code).toBe('storage-full');
    expect(await ids(database)).toEqual([]);
  });

  it('passes on what is a mistake of the caller instead of calling it a fault of the storage', async () => {
    const database = await openDatabase(name);
    const uncloneable = transact(database, ['projects'], 'readwrite', (transaction) =>
      transaction.objectStore('projects').put({ ...project('a'), details: () => 1 }),
    );
    await expect(uncloneable).rejects.toMatchObject({ name: 'DataCloneError' });
  });

  it('refuses work on a closed handle', async () => {
    const database = await openDatabase(name);
    closeDatabase(database);
    expect((await errorOf(ids(database))).code).toBe('database-closed');
  });
});
