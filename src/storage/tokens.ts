/**
 * A project's documents as token numbers: shards of 2^19 tokens, 16 bits each for up to 65 536 entries and 32 above, for
 * training and held-out text apart. A new tokenisation is written beside the old one and takes its place in one strict
 * transaction; the old one stays as long as a run that is not finished counts in it. Reading goes to any place through a small cache; a random window costs one shard (1 or 2 MiB) when it is
 * not in it.
 */
import { OcaqError } from '../errors.ts';
import { type Database, keysUnder, transact, type WriteTransaction } from './database.ts';
import { whileWriting } from './locks.ts';
import { checkProject } from './project-exists.ts';
import type { PointerRecord, Split, TokenSetRecord, TokenShardRecord } from './records.ts';
import { neededTokenSets } from './runs.ts';

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

type TokenArray = TokenShardRecord['tokens'];
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
  const none = () => ({ tokens: 0, documents: 0, textBytes: 0, shards: 0 });
  const set: TokenSetRecord = {
    id: crypto.randomUUID(),
    projectId,
    tokenizerId,
    createdAt: Date.now(),
    vocabSize,
    shardTokens,
    splits: { train: none(), heldout: none() },
  };
  return whileWriting(database, async () => {
    try {
      const writers = {
        train: new SplitWriter(database, set, 'train'),
        heldout: new SplitWriter(database, set, 'heldout'),
      };
      await fill({ add: (split, tokens, textBytes) => writers[split].add(tokens, textBytes) });
      for (const split of SPLITS) await writers[split].flush();
      await makeCurrent(database, set);
      return set;
    } catch (error) {
      // What cannot be cleared now, because the storage fails altogether, is collected at the next start.
      await deleteUnlessCurrent(database, set).catch(() => undefined);
      throw error;
    }
  });
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

/** Collects the tokens of one split and stores a shard whenever one is full. */
class SplitWriter {
  private readonly database: Database;
  private readonly set: TokenSetRecord;
  private readonly split: Split;
  private readonly tokens: TokenArray;
  private filled = 0;
  private starts: number[] = [];

  constructor(database: Database, set: TokenSetRecord, split: Split) {
    this.database = database;
    this.set = set;
    this.split = split;
    this.tokens = set.vocabSize <= 65536 ? new Uint16Array(set.shardTokens) : new Uint32Array(set.shardTokens);
  }

  async add(document: Uint16Array | Uint32Array, textBytes: number): Promise<void> {
    const { vocabSize, splits } = this.set;
    const outside = document.find((token) => token >= vocabSize);
    if (outside !== undefined) {
      throw new OcaqError(
        'token-outside-vocabulary',
        `A document gave the token ${outside}, but the tokenizer has only ${vocabSize}. The tokenizer is damaged: train or import it again.`,
        { token: outside, vocabSize },
      );
    }
    if (document.length > 0) this.starts.push(this.filled);
    for (let done = 0; done < document.length; ) {
      const part = document.subarray(done, done + this.tokens.length - this.filled);
      this.tokens.set(part, this.filled);
      this.filled += part.length;
      done += part.length;
      if (this.filled === this.tokens.length) await this.flush();
    }
    const counts = splits[this.split];
    counts.tokens += document.length;
    counts.documents++;
    counts.textBytes += textBytes;
  }

  async flush(): Promise<void> {
    if (this.filled === 0) return;
    const { projectId, tokenizerId, id: setId, splits } = this.set;
    const record: TokenShardRecord = {
      projectId,
      tokenizerId,
      setId,
      split: this.split,
      index: splits[this.split].shards,
      tokens: this.tokens.slice(0, this.filled),
      documentStarts: Uint32Array.from(this.starts),
    };
    await transact(this.database, ['tokenShards'], 'readwrite', (transaction) =>
      transaction.objectStore('tokenShards').put(record),
    );
    splits[this.split].shards++;
    this.filled = 0;
    this.starts = [];
  }
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
  const { projectId, tokenizerId, id, shardTokens, splits } = set;
  const record = await transact(database, ['tokenShards'], 'readonly', (transaction) =>
    transaction.objectStore('tokenShards').get([projectId, tokenizerId, id, split, index]),
  );
  const expected = Math.min(shardTokens, splits[split].tokens - index * shardTokens);
  if (record && 'tokens' in record && record.tokens.length === expected) return record;
  throw damaged(`part ${index + 1} of ${splits[split].shards} is missing`);
}

const isCurrent = (pointer: PointerRecord): boolean => pointer.key.length === 3;

function setOf(pointer: PointerRecord | undefined): TokenSetRecord | undefined {
  return pointer !== undefined && 'set' in pointer ? pointer.set : undefined;
}

function damaged(problem: string): OcaqError {
  return new OcaqError(
    'tokens-damaged',
    `The stored tokens of this project are damaged: ${problem}. Tokenise the documents again; a run that used them needs a new start.`,
    { problem },
  );
}
