import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { OcaqError } from '../errors.ts';
import { type Fault, withFault } from '../testing/storage-faults.ts';
import { closeDatabase, type Database, openDatabase, transact } from './database.ts';
import { collectOrphans } from './orphans.ts';
import { createProject, updateProject } from './projects.ts';
import type { RunStatus, Split, TokenSetRecord } from './records.ts';
import { createRun, deleteRun, updateRun } from './runs.ts';
import { deleteUnusedTokenizer, saveTokenizer } from './tokenizers.ts';
import { getTokenSet, openTokenReader, writeTokenSet } from './tokens.ts';

let count = 0;
let database: Database;
let projectId = '';
let tokenizerId = '';
async function fresh(): Promise<void> {
  database = await openDatabase(`tokens-${count++}`);
  projectId = (await createProject(database, 'p')).id;
  const tokenizer = { projectId, name: 't', vocabSize: 1000, json: '{}', details: null };
  tokenizerId = (await saveTokenizer(database, tokenizer)).id;
  await updateProject(database, projectId, { details: { tokenizer: tokenizerId } });
}
beforeEach(fresh);

type Documents = [split: Split, tokens: number[]][];

const write = (documents: Documents, shardTokens = 10, vocabSize = 1000) =>
  writeTokenSet(
    database,
    { projectId, tokenizerId, vocabSize },
    async (writer) => {
      for (const [split, tokens] of documents) await writer.add(split, Uint32Array.from(tokens), tokens.length * 4);
    },
    shardTokens,
  );

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

async function all(set: TokenSetRecord, split: Split): Promise<number[]> {
  const reader = openTokenReader(database, set, split);
  return [...(await reader.read(0, reader.length))];
}

const current = async () => (await getTokenSet(database, projectId, tokenizerId))!;

const shards = () =>
  transact(database, ['tokenShards'], 'readonly', (transaction) => transaction.objectStore('tokenShards').getAll());

async function errorOf(work: Promise<unknown>): Promise<OcaqError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(OcaqError);
  return error as OcaqError;
}

describe('writing and reading', () => {
  it('keeps the two splits apart, counts them, and reads across shards', async () => {
    const set = await write([
      ['train', range(0, 7)],
      ['heldout', [900, 901]],
      ['train', range(7, 33)],
      ['train', []],
    ]);
    const digests = (shardCount: number) =>
      Array.from({ length: shardCount }, () => expect.stringMatching(/^[0-9a-f]{64}$/));
    expect(set.splits).toEqual({
      train: { tokens: 33, documents: 3, textBytes: 132, shards: 4, digests: digests(4) },
      heldout: { tokens: 2, documents: 1, textBytes: 8, shards: 1, digests: digests(1) },
    });
    expect(await current()).toEqual(set);
    expect(await all(set, 'train')).toEqual(range(0, 33));
    expect(await all(set, 'heldout')).toEqual([900, 901]);
    const reader = openTokenReader(database, set, 'train');
    expect([...(await reader.read(8, 15))]).toEqual(range(8, 23));
    expect([...(await reader.read(33, 0))]).toEqual([]);
    expect(await reader.documentStarts(0, 33)).toEqual([0, 7]);
    expect(await reader.documentStarts(1, 6)).toEqual([]);
    expect(await reader.documentStarts(7, 1)).toEqual([7]);
  });

  it('stores 16 bits a token up to 65 536 entries and 32 above', async () => {
    await write([['train', [65535]]], 10, 65536);
    expect((await shards())[0]).toHaveProperty('tokens', Uint16Array.of(65535));
    const set = await write([['train', [65536]]], 10, 65537);
    expect(await shards()).toMatchObject([{ tokens: Uint32Array.of(65536) }]);
    expect(await all(set, 'train')).toEqual([65536]);
  });

  it('reads any place like one long array, whatever the documents', async () => {
    const documents = fc.array(fc.array(fc.nat(999), { maxLength: 30 }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(documents, fc.nat(), fc.nat(), async (texts, from, size) => {
        const flat = texts.flat();
        const set = await write(
          texts.map((tokens) => ['train', tokens]),
          7,
        );
        const reader = openTokenReader(database, set, 'train', 2);
        expect(reader.length).toBe(flat.length);
        const start = from % (flat.length + 1);
        const length = size % (flat.length - start + 1);
        expect([...(await reader.read(start, length))]).toEqual(flat.slice(start, start + length));
        let at = 0;
        const starts = texts.flatMap((tokens) => {
          at += tokens.length;
          return tokens.length === 0 ? [] : [at - tokens.length];
        });
        const inside = starts.filter((place) => place >= start && place < start + length);
        expect(await reader.documentStarts(start, length)).toEqual(inside);
      }),
      { numRuns: 60 },
    );
  });

  it('refuses places outside, tokens outside, and says when a shard is gone', async () => {
    const set = await write([['train', range(0, 33)]]);
    const reader = openTokenReader(database, set, 'train');
    for (const [start, size] of [
      [-1, 2],
      [30, 4],
      [0.5, 1],
      [0, Number.NaN],
    ] as const) {
      expect((await errorOf(reader.read(start, size))).code).toBe('tokens-outside');
    }
    expect((await errorOf(write([['train', [1000]]]))).code).toBe('token-outside-vocabulary');
    expect(await current()).toEqual(set);

    await transact(database, ['tokenShards'], 'readwrite', (transaction) =>
      transaction.objectStore('tokenShards').delete([projectId, tokenizerId, set.id, 'train', 2]),
    );
    expect([...(await reader.read(0, 20))]).toEqual(range(0, 20));
    expect((await errorOf(reader.read(15, 10))).message).toContain('part 3 of 4');
  });

  it('keeps the last shards used in memory, and asks once for what two readers want', async () => {
    const set = await write([['train', range(0, 50)]]);
    const reader = openTokenReader(database, set, 'train', 2);
    const original = IDBObjectStore.prototype.get;
    let reads = 0;
    try {
      IDBObjectStore.prototype.get = function (key) {
        reads++;
        return original.call(this, key);
      };
      await Promise.all([reader.read(0, 5), reader.read(5, 5)]);
      expect(reads).toBe(1);
      await reader.read(10, 10);
      await reader.read(0, 10);
      await reader.read(20, 10);
      expect(reads).toBe(3);
      await reader.read(0, 10);
      expect(reads).toBe(3);
      await reader.read(10, 10);
      expect(reads).toBe(4);
    } finally {
      IDBObjectStore.prototype.get = original;
    }
  });

  it('can be read again after a failure', async () => {
    const set = await write([['train', range(0, 33)]]);
    const reader = openTokenReader(database, set, 'train');
    const { outcome } = await withFault(1, 'full', () => reader.read(0, 5));
    expect(outcome.status).toBe('rejected');
    expect([...(await reader.read(0, 5))]).toEqual(range(0, 5));
  });

  it('takes the place of the set before, and goes with its tokenizer', async () => {
    await write([['train', range(0, 33)]]);
    const second = await write([['train', [1, 2]]]);
    expect(await current()).toEqual(second);
    expect(await shards()).toHaveLength(1);
    await updateProject(database, projectId, { details: null });
    await deleteUnusedTokenizer(database, tokenizerId);
    expect([await getTokenSet(database, projectId, tokenizerId), await shards()]).toEqual([undefined, []]);
    expect((await errorOf(write([['train', [1]]]))).code).toBe('tokenizer-missing');
    expect(await shards()).toEqual([]);
  });
});

describe('a set that a run counts in', () => {
  const run = async (set: TokenSetRecord, status: RunStatus) => {
    const config = { tokenSet: set.id };
    const record = {
      projectId,
      name: 'r',
      status,
      step: 0,
      config,
      state: null,
      details: null,
    };
    return (await createRun(database, record)).id;
  };
  const kept = (set: TokenSetRecord) => getTokenSet(database, projectId, tokenizerId, set.id);

  it('stays beside a newer one until the run is finished', async () => {
    const first = await write([['train', range(0, 33)]]);
    const id = await run(first, 'paused');
    const second = await write([['train', [1, 2]]]);
    const third = await write([['train', [3]]]);
    await collectOrphans(database);
    expect([await current(), await kept(first), await kept(second)]).toEqual([third, first, undefined]);
    expect(await all(first, 'train')).toEqual(range(0, 33));

    await updateRun(database, id, { status: 'finished' });
    await collectOrphans(database);
    expect([await kept(first), await shards()]).toEqual([undefined, [expect.objectContaining({ setId: third.id })]]);
  });

  it('goes with a finished run at once, with a deleted one at the next start, and with its tokenizer', async () => {
    const first = await write([['train', [1]]]);
    await run(first, 'finished');
    const second = await write([['train', [2]]]);
    expect(await kept(first)).toBeUndefined();

    const id = await run(second, 'failed');
    await write([['train', [3]]]);
    await deleteRun(database, id);
    await collectOrphans(database);
    expect(await kept(second)).toBeUndefined();

    const third = await current();
    await run(third, 'running');
    await write([['train', [4]]]);
    expect(await kept(third)).toEqual(third);
    await updateProject(database, projectId, { details: null });
    await deleteUnusedTokenizer(database, tokenizerId);
    expect([await kept(third), await shards()]).toEqual([undefined, []]);
  });
});

describe.each<Fault>(['full', 'lost', 'killed', 'unreported', 'misreported'])(
  'whatever operation goes wrong (%s)',
  (fault) => {
    it('writing a token set leaves the old one or the new one', async () => {
      for (let n = 1; ; n++) {
        await fresh();
        await write([['train', range(0, 12)]]);
        const { reached, outcome } = await withFault(n, fault, () =>
          write([
            ['train', range(100, 125)],
            ['heldout', [7]],
          ]),
        );
        if (fault === 'lost' || fault === 'unreported' || !reached) expect(outcome.status).toBe('fulfilled');
        if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(OcaqError);

        const reopened = await openDatabase(database.name);
        closeDatabase(database);
        database = reopened;
        await collectOrphans(database);
        const set = await current();
        const tokens = [await all(set, 'train'), await all(set, 'heldout')];
        const written = [range(100, 125), [7]];
        if (outcome.status === 'fulfilled') expect(tokens).toEqual(written);
        else expect([[range(0, 12), []], written]).toContainEqual(tokens);
        expect(await shards()).toHaveLength(set.splits.train.shards + set.splits.heldout.shards);
        if (!reached) {
          expect(n).toBeGreaterThan(1);
          return;
        }
      }
    });
  },
);
