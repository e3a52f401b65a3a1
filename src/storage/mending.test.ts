/** Tokens that are missing are made again, or not at all. */
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Fault, withFault } from '../testing/storage-faults.ts';
import { type Database, openDatabase, transact } from './database.ts';
import { createProject } from './projects.ts';
import type { Split, SplitRecord, TokenSetRecord } from './records.ts';
import { saveTokenizer } from './tokenizers.ts';
import {
  dropTokens,
  getTokenSet,
  isTokenSetWhole,
  listTokenSets,
  mendTokenSet,
  openTokenReader,
  type TokenWriter,
  writeTokenSet,
} from './tokens.ts';

type Documents = [split: Split, tokens: number[]][];

const DOCUMENTS: Documents = [
  ['train', [1, 2, 3, 4, 5, 6]],
  ['heldout', [7, 8]],
  ['train', [9, 10, 11, 12, 13]],
];

const fill =
  (documents: Documents) =>
  async (writer: TokenWriter): Promise<void> => {
    for (const [split, tokens] of documents) await writer.add(split, Uint16Array.from(tokens), tokens.length);
  };

let count = 0;
let database: Database;
let set: TokenSetRecord;

async function fresh(): Promise<void> {
  database = await openDatabase(`mending-${count++}`);
  const { id: projectId } = await createProject(database, 'p');
  const tokenizer = { projectId, name: 't', vocabSize: 99, json: '{}', details: null };
  const of = { projectId, tokenizerId: (await saveTokenizer(database, tokenizer)).id, vocabSize: 99 };
  set = await writeTokenSet(database, of, fill(DOCUMENTS), 4);
}
beforeEach(fresh);

const shards = () =>
  transact(database, ['tokenShards'], 'readonly', (transaction) => transaction.objectStore('tokenShards').getAll());

const without = ({ digests: _, ...counts }: SplitRecord): SplitRecord => counts;

const lose = (split: Split, index: number) =>
  transact(database, ['tokenShards'], 'readwrite', (transaction) =>
    transaction.objectStore('tokenShards').delete([set.projectId, set.tokenizerId, set.id, split, index]),
  );

const all = async (split: Split) => {
  const reader = openTokenReader(database, set, split);
  return { tokens: [...(await reader.read(0, reader.length))], starts: await reader.documentStarts(0, reader.length) };
};

describe('a set of which shards are missing', () => {
  it.each<[Split, number]>([
    ['train', 0],
    ['train', 1],
    ['train', 2],
    ['heldout', 0],
  ])('is whole again under the same id: %s %i', async (split, index) => {
    const before = await shards();
    await lose(split, index);
    expect(await isTokenSetWhole(database, set)).toBe(false);
    await expect(all(split)).rejects.toMatchObject({ code: 'tokens-damaged' });
    await mendTokenSet(database, set, fill(DOCUMENTS));
    expect(await isTokenSetWhole(database, set)).toBe(true);
    expect(await shards()).toEqual(before);
    expect(await all('train')).toEqual({ tokens: [1, 2, 3, 4, 5, 6, 9, 10, 11, 12, 13], starts: [0, 6] });
  });

  it('is whole again where a shard is shorter than it was written', async () => {
    const before = await shards();
    const [first] = before;
    await transact(database, ['tokenShards'], 'readwrite', (transaction) =>
      transaction.objectStore('tokenShards').put({ ...first!, tokens: Uint16Array.of(1) } as never),
    );
    await mendTokenSet(database, set, fill(DOCUMENTS));
    expect(await shards()).toEqual(before);
  });

  it('is whole again where a shard says something else than was written', async () => {
    const before = await shards();
    const changed = before.map((shard) => ({ ...shard, tokens: Uint16Array.of(8, 7), split: 'heldout' as const }));
    await transact(database, ['tokenShards'], 'readwrite', (transaction) =>
      transaction.objectStore('tokenShards').put(changed.find(({ index }) => index === 0) as never),
    );
    expect(await shards()).not.toEqual(before);
    await mendTokenSet(database, set, fill(DOCUMENTS));
    expect(await shards()).toEqual(before);
  });

  it('that were let go of is known, and made again from nothing', async () => {
    const before = await shards();
    await dropTokens(database, set);
    expect(await shards()).toEqual([]);
    expect(await getTokenSet(database, set.projectId, set.tokenizerId)).toEqual(set);
    expect(await listTokenSets(database, set.projectId)).toEqual([set]);
    await mendTokenSet(database, set, fill(DOCUMENTS));
    expect(await shards()).toEqual(before);
  });

  it('is whole again though somebody who mended it at the same time gave up', async () => {
    const before = await shards();
    await lose('train', 0);
    let isAdded = (): void => undefined;
    const added = new Promise<void>((resolve) => {
      isAdded = resolve;
    });
    const first = mendTokenSet(database, set, async (writer) => {
      await fill(DOCUMENTS)(writer);
      isAdded();
      await new Promise((resolve) => setTimeout(resolve, 50)); // in which the other one finds what is added
      throw new Error('cancelled');
    });
    await added;
    const second = mendTokenSet(database, set, fill(DOCUMENTS));
    await expect(first).rejects.toThrow('cancelled');
    await second;
    expect(await shards()).toEqual(before);
  });

  it.each<[string, Documents]>([
    ['another token', [['train', [1, 2, 3, 4, 5, 66]], ...DOCUMENTS.slice(1)]],
    ['a document more', [...DOCUMENTS, ['train', [14]]]],
    ['a document less', DOCUMENTS.slice(0, 2)],
    ['another split', [...DOCUMENTS.slice(0, 2), ['heldout', [9, 10, 11, 12, 13]]]],
    ['other tokens of the same number', DOCUMENTS.map(([split, tokens]) => [split, tokens.map((token) => token + 1)])],
    ['documents in another order', [DOCUMENTS[2]!, DOCUMENTS[1]!, DOCUMENTS[0]!]],
    ['one document for two', [['train', [1, 2, 3, 4, 5, 6, 9, 10, 11, 12, 13]], DOCUMENTS[1]!]],
  ])('stays as it was where it would come out otherwise: %s', async (_, documents) => {
    const digestless = { ...set, splits: { train: without(set.splits.train), heldout: without(set.splits.heldout) } };
    await lose('train', 0);
    const before = await shards();
    for (const of of [set, digestless])
      await expect(mendTokenSet(database, of, fill(documents))).rejects.toMatchObject({ code: 'tokens-differ' });
    expect(await shards()).toEqual(before);
    await dropTokens(database, set);
    await expect(mendTokenSet(database, set, fill(documents))).rejects.toMatchObject({ code: 'tokens-differ' });
    expect(await shards()).toEqual([]);
  });
});

describe.each<Fault>(['full', 'lost', 'killed', 'unreported', 'misreported'])('whatever goes wrong (%s)', (fault) => {
  it('shards are there as they were, or missing, and it succeeds when it is done again', async () => {
    for (let n = 1; ; n++) {
      await fresh();
      const whole = await shards();
      await lose('train', 0);
      await lose('heldout', 0);
      const { reached } = await withFault(n, fault, () => mendTokenSet(database, set, fill(DOCUMENTS)));
      database = await openDatabase(database.name);
      for (const shard of await shards()) expect(whole).toContainEqual(shard);
      await mendTokenSet(database, set, fill(DOCUMENTS));
      expect(await shards()).toEqual(whole);
      if (!reached) {
        expect(n).toBeGreaterThan(3);
        return;
      }
    }
  });
});
