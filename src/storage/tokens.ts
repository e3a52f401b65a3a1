/**
 * A project's documents as token numbers: shards of 2^19 tokens, 16 bits each for up to 65 536 entries and 32 above, for
 * training and held-out text apart. A new tokenisation is written beside the old one and takes its place in one strict
 * transaction; the old one stays as long as a run that is not finished counts in it. Reading goes to any place through a small cache; a random window costs one shard (1 or 2 MiB) when it is
 * not in it.
 */
import { OcaqError } from '../errors.ts';
import { type Database, keysUnder, type ReadTransaction, transact, type WriteTransaction } from './database.ts';
import { inTurn, whileWriting } from './locks.ts';
import { checkProject } from './project-exists.ts';
import type { PointerRecord, Split, SplitRecord, TokenSetRecord, TokenShardRecord } from './records.ts';
import { neededTokenSets } from './runs.ts';
import { SplitWriter, type StoreShard } from './split-writer.ts';

const SHARD_TOKENS = 2 ** 19;
const SPLITS: readonly Split[] = ['train', 'heldout'];

export interface NewTokenSet {
  projectId: string;
  tokenizerId: string;
  vocabSize: number;
}

export interface TokenWriter {
  /**
   * Adds one document's tokens; `textBytes` are the UTF-8 bytes of its text.
   * @throws `token-outside-vocabulary`, `storage-full`
   */
  add(split: Split, tokens: Uint16Array | Uint32Array, textBytes: number): Promise<void>;
}

export interface TokenReader {
  /** Tokens in the split. */
  readonly length: number;
  /** Tokens start … start + count − 1, as the caller's own array. @throws `tokens-outside`, `tokens-damaged` */
  read(start: number, count: number): Promise<Uint32Array<ArrayBuffer>>;
  /** Places in [start, start + count) where a document begins, ascending. */
  documentStarts(start: number, count: number): Promise<number[]>;
}

type ShardPlace = Pick<TokenShardRecord, 'split' | 'index'>;
type KeptKey = ['tokens', string, string, string];

/**
 * Writes a token set and makes it the current one of its tokenizer. When it fails, the one before stays.
 * @param fill adds every document to the writer it is given
 * @throws `storage-full`, `project-missing`, `tokenizer-missing`, `database-lost`, and whatever `fill` throws
 */
export async function writeTokenSet(
  database: Database,
  { projectId, tokenizerId, vocabSize }: NewTokenSet,
  fill: (writer: TokenWriter) => Promise<void>,
  shardTokens: number = SHARD_TOKENS,
): Promise<TokenSetRecord> {
  const set: TokenSetRecord = {
    id: crypto.randomUUID(),
    projectId,
    tokenizerId,
    createdAt: Date.now(),
    vocabSize,
    shardTokens,
    splits: noTokens(),
  };
  return whileWriting(database, async () => {
    try {
      await fillShards(set, fill, (shard) => putShard(database, shard));
      await makeCurrent(database, set);
      return set;
    } catch (error) {
      // What cannot be cleared now, because the storage fails altogether, is collected at the next start.
      await deleteUnlessCurrent(database, set).catch(() => undefined);
      throw error;
    }
  });
}

/**
 * Makes shards that are missing or damaged again, from the same documents, wherever these are by now: the others are left as
 * they are. Of a set without digests, documents that give other tokens are found out only by what is left of it and its counts.
 * @param fill adds every document to the writer it is given, as when the set was made
 * @throws `tokens-differ` where it does not come out the same; then nothing of it is kept. Also what `writeTokenSet` throws
 */
export async function mendTokenSet(
  database: Database,
  set: TokenSetRecord,
  fill: (writer: TokenWriter) => Promise<void>,
): Promise<void> {
  const made: TokenSetRecord = { ...set, splits: noTokens() };
  const added: ShardPlace[] = [];
  const mend = async (shard: TokenShardRecord, digest: string) => {
    const { digests } = set.splits[shard.split];
    if (digests && digests[shard.index] !== digest) throw differs();
    const stored = await findShard(database, set, shard.split, shard.index);
    if (stored && sameNumbers(stored.tokens, shard.tokens)) return;
    if (stored && !digests) throw differs();
    added.push({ split: shard.split, index: shard.index });
    await putShard(database, shard);
  };
  const mendAll = async () => {
    try {
      await fillShards(made, fill, mend);
      if (!SPLITS.every((split) => sameCounts(made.splits[split], set.splits[split]))) throw differs();
    } catch (error) {
      // What cannot be cleared now, because the storage fails altogether, is found when it is read.
      for (const place of added) await dropShard(database, set, place).catch(() => undefined);
      throw error;
    }
  };
  await inTurn(turnOf(set), () => whileWriting(database, mendAll));
}

/** Whether every shard of a set is there; what is in them is looked at when they are read. */
export async function isTokenSetWhole(database: Database, set: TokenSetRecord): Promise<boolean> {
  return transact(database, ['tokenShards'], 'readonly', async (transaction) => {
    for (const split of SPLITS)
      if ((await shardCount(transaction, set, split)) !== set.splits[split].shards) return false;
    return true;
  });
}

/** Whether any of its tokens are there, within a transaction over tokenShards. */
export async function hasTokens(transaction: ReadTransaction, set: TokenSetRecord): Promise<boolean> {
  for (const split of SPLITS) if ((await shardCount(transaction, set, split)) > 0) return true;
  return false;
}

const shardCount = (transaction: ReadTransaction, set: TokenSetRecord, split: Split): Promise<number> =>
  transaction.objectStore('tokenShards').count(keysOf(set, split));

/** Lets go of the shards of a set. What it was stays known, so that it can be made again (`mendTokenSet`). */
export async function dropTokens(database: Database, set: TokenSetRecord): Promise<void> {
  const work = () =>
    transact(database, ['tokenShards'], 'readwrite', async (transaction) => {
      for (const split of SPLITS) await transaction.objectStore('tokenShards').delete(keysOf(set, split));
    });
  await inTurn(turnOf(set), work);
}

/** Who mends a set relies on what is there of it, and takes back what it has added where it fails. */
const turnOf = ({ id }: TokenSetRecord): string => `tokens ${id}`;

/** All sets of a project: current ones, and those that runs which are not finished count in. */
export async function listTokenSets(database: Database, projectId: string): Promise<TokenSetRecord[]> {
  const pointers = await transact(database, ['pointers'], 'readonly', (transaction) =>
    transaction.objectStore('pointers').getAll(keysUnder('tokens', projectId)),
  );
  return pointers.flatMap((pointer) => setOf(pointer) ?? []);
}

/** The current set of a tokenizer, or the one of this id; undefined where there is none. */
export async function getTokenSet(
  database: Database,
  projectId: string,
  tokenizerId: string,
  setId?: string,
): Promise<TokenSetRecord | undefined> {
  return transact(database, ['pointers'], 'readonly', async (transaction) => {
    const pointers = transaction.objectStore('pointers');
    const current = setOf(await pointers.get(['tokens', projectId, tokenizerId]));
    if (setId === undefined || current?.id === setId) return current;
    return setOf(await pointers.get(['tokens', projectId, tokenizerId, setId]));
  });
}

/** @param cachedShards how many shards stay in memory */
export function openTokenReader(database: Database, set: TokenSetRecord, split: Split, cachedShards = 8): TokenReader {
  const { tokens: length } = set.splits[split];
  /** Least recently used first. Promises, so that two readers of one shard wait for one request. */
  const cache = new Map<number, Promise<TokenShardRecord>>();

  const shard = (index: number): Promise<TokenShardRecord> => {
    const cached = cache.get(index) ?? readShard(database, set, split, index);
    cache.delete(index);
    cache.set(index, cached);
    cached.catch(() => cache.delete(index));
    if (cache.size > cachedShards) cache.delete(cache.keys().next().value!);
    return cached;
  };

  /** Every shard that [start, start + count) touches, with the place of its first token. */
  async function* shards(start: number, count: number): AsyncGenerator<{ first: number; record: TokenShardRecord }> {
    if (
      !(Number.isSafeInteger(start) && Number.isSafeInteger(count)) ||
      start < 0 ||
      count < 0 ||
      start + count > length
    ) {
      throw new OcaqError(
        'tokens-outside',
        `Tokens ${start} to ${start + count} were asked for, but there are only ${length}. The run and the stored tokens do not belong together.`,
        { start, count, length },
      );
    }
    for (let first = start - (start % set.shardTokens); first < start + count; first += set.shardTokens) {
      yield { first, record: await shard(first / set.shardTokens) };
    }
  }

  return {
    length,
    async read(start, count) {
      const result = new Uint32Array(count);
      for await (const { first, record } of shards(start, count)) {
        const from = Math.max(start, first);
        result.set(record.tokens.subarray(from - first, start + count - first), from - start);
      }
      return result;
    },
    async documentStarts(start, count) {
      const starts: number[] = [];
      for await (const { first, record } of shards(start, count)) {
        for (const place of record.documentStarts) {
          if (first + place >= start && first + place < start + count) starts.push(first + place);
        }
      }
      return starts;
    },
  };
}

/** Token sets of one tokenizer, or of all of a project, within a larger deletion over tokenShards and pointers. */
export async function deleteTokenSets(
  transaction: WriteTransaction,
  projectId: string,
  tokenizerId?: string,
): Promise<void> {
  const parts = tokenizerId === undefined ? [projectId] : [projectId, tokenizerId];
  await transaction.objectStore('tokenShards').delete(keysUnder(...parts));
  await transaction.objectStore('pointers').delete(keysUnder('tokens', ...parts));
}

/**
 * Sets that are neither current nor needed by a run, and shards that belong to none, within a transaction over runs,
 * tokenShards and pointers. @returns how many sets
 */
export async function collectTokenOrphans(transaction: WriteTransaction): Promise<number> {
  const needed = await neededTokenSets(transaction);
  const pointers = transaction.objectStore('pointers');
  const known = new Set<string>();
  for (const pointer of await pointers.getAll(keysUnder('tokens'))) {
    const id = setOf(pointer)?.id;
    if (id === undefined) continue;
    if (isCurrent(pointer) || needed.has(id)) known.add(id);
    else await pointers.delete(pointer.key);
  }
  const shards = transaction.objectStore('tokenShards');
  let deleted = 0;
  for (let key = await shards.getKey(keysUnder()); key !== undefined; ) {
    const [projectId, tokenizerId, setId] = key;
    if (!known.has(setId)) {
      await shards.delete(keysUnder(projectId, tokenizerId, setId));
      deleted++;
    }
    key = await shards.getKey(IDBKeyRange.lowerBound([projectId, tokenizerId, setId, []]));
  }
  return deleted;
}

/** The moment the token set comes to be. */
async function makeCurrent(database: Database, set: TokenSetRecord): Promise<void> {
  const { projectId, tokenizerId } = set;
  const work = async (transaction: WriteTransaction) => {
    await checkProject(transaction, projectId);
    if ((await transaction.objectStore('tokenizers').getKey(tokenizerId)) === undefined) {
      throw new OcaqError('tokenizer-missing', 'The tokenizer was deleted meanwhile, so its tokens were not kept.', {
        tokenizerId,
      });
    }
    const shards = transaction.objectStore('tokenShards');
    for (const split of SPLITS) {
      const stored = await shards.count(keysUnder(projectId, tokenizerId, set.id, split));
      if (stored !== set.splits[split].shards) throw damaged('parts of them are missing');
    }
    const pointers = transaction.objectStore('pointers');
    const before = setOf(await pointers.get(['tokens', projectId, tokenizerId]));
    if (before !== undefined && before.id !== set.id) {
      const key: KeptKey = ['tokens', projectId, tokenizerId, before.id];
      if ((await neededTokenSets(transaction)).has(before.id)) await pointers.put({ key, set: before });
      else await shards.delete(keysUnder(projectId, tokenizerId, before.id));
    }
    await pointers.put({ key: ['tokens', projectId, tokenizerId], set });
  };
  await transact(database, ['projects', 'tokenizers', 'runs', 'tokenShards', 'pointers'], 'readwrite', work, 'strict');
}

async function deleteUnlessCurrent(database: Database, { projectId, tokenizerId, id }: TokenSetRecord): Promise<void> {
  await transact(database, ['tokenShards', 'pointers'], 'readwrite', async (transaction) => {
    const current = setOf(await transaction.objectStore('pointers').get(['tokens', projectId, tokenizerId]));
    if (current?.id !== id) await transaction.objectStore('tokenShards').delete(keysUnder(projectId, tokenizerId, id));
  });
}

async function readShard(
  database: Database,
  set: TokenSetRecord,
  split: Split,
  index: number,
): Promise<TokenShardRecord> {
  const shard = await findShard(database, set, split, index);
  if (shard) return shard;
  throw damaged(`part ${index + 1} of ${set.splits[split].shards} is missing`);
}

/** undefined where it is missing, or not as long as it was written, or the disk no longer gives it. */
async function findShard(
  database: Database,
  { projectId, tokenizerId, id, shardTokens, splits }: TokenSetRecord,
  split: Split,
  index: number,
): Promise<TokenShardRecord | undefined> {
  const found = transact(database, ['tokenShards'], 'readonly', (transaction) =>
    transaction.objectStore('tokenShards').get([projectId, tokenizerId, id, split, index]),
  );
  const record = await found.catch((error: unknown) => {
    if (error instanceof OcaqError && error.code === 'storage-unreadable') return undefined;
    throw error;
  });
  const expected = Math.min(shardTokens, splits[split].tokens - index * shardTokens);
  return record && 'tokens' in record && record.tokens.length === expected ? record : undefined;
}

async function putShard(database: Database, shard: TokenShardRecord): Promise<void> {
  await transact(database, ['tokenShards'], 'readwrite', (transaction) =>
    transaction.objectStore('tokenShards').put(shard),
  );
}

async function dropShard(
  database: Database,
  { projectId, tokenizerId, id }: TokenSetRecord,
  { split, index }: ShardPlace,
): Promise<void> {
  await transact(database, ['tokenShards'], 'readwrite', (transaction) =>
    transaction.objectStore('tokenShards').delete([projectId, tokenizerId, id, split, index]),
  );
}

/** @param set whose counts are counted up */
async function fillShards(
  set: TokenSetRecord,
  fill: (writer: TokenWriter) => Promise<void>,
  store: StoreShard,
): Promise<void> {
  const writers = { train: new SplitWriter(set, 'train', store), heldout: new SplitWriter(set, 'heldout', store) };
  await fill({ add: (split, tokens, textBytes) => writers[split].add(tokens, textBytes) });
  for (const split of SPLITS) await writers[split].flush();
}

const noTokens = (): TokenSetRecord['splits'] => {
  const none = () => ({ tokens: 0, documents: 0, textBytes: 0, shards: 0, digests: [] });
  return { train: none(), heldout: none() };
};

const keysOf = ({ projectId, tokenizerId, id }: TokenSetRecord, split: Split): IDBKeyRange =>
  keysUnder(projectId, tokenizerId, id, split);

const sameNumbers = (a: TokenShardRecord['tokens'], b: TokenShardRecord['tokens']): boolean =>
  a.length === b.length && a.every((token, i) => token === b[i]);

const sameCounts = (a: SplitRecord, b: SplitRecord): boolean =>
  a.tokens === b.tokens && a.documents === b.documents && a.textBytes === b.textBytes && a.shards === b.shards;

/** Whether what is made for it can be told from anything else. */
export const hasDigests = ({ splits }: TokenSetRecord): boolean =>
  SPLITS.every((split) => splits[split].digests !== undefined);

const isCurrent = (pointer: PointerRecord): boolean => pointer.key.length === 3;

function setOf(pointer: PointerRecord | undefined): TokenSetRecord | undefined {
  return pointer !== undefined && 'set' in pointer ? pointer.set : undefined;
}

function damaged(problem: string): OcaqError {
  return new OcaqError(
    'tokens-damaged',
    `The stored tokens of this project are damaged: ${problem}. Make them again: of a corpus that is as it was they come out the same, and runs resume where they were.`,
    { problem },
  );
}

const differs = (): OcaqError =>
  new OcaqError(
    'tokens-differ',
    'The tokens that are missing cannot be made again: the corpus gives others than those that this run counts in. Its checkpoints are all there: start a new run, or tune one of them.',
  );
