/**
 * The documents of a project as they were read, source by source, in gzipped shards of about 1 MiB of text. Writing and
 * reading hold one shard (or one document, if that is larger) at a time. A source appears only when all of it is stored: it
 * is written as `importing` and turned to `ready` in one strict transaction; whatever an interruption leaves is collected
 * later. What cleaning makes of them lies beside them (cleaning.ts), and only that is the corpus (corpus.ts).
 */
import { OcaqError } from '../errors.ts';
import { type Database, keysUnder, type StoreName, transact, type WriteTransaction } from './database.ts';
import { gunzipJson, gzipJson } from './gzip.ts';
import { whileWriting } from './locks.ts';
import { moment } from './moment.ts';
import { collectParts } from './parts.ts';
import { checkProject } from './project-exists.ts';
import type { SourceRecord, StoredDocument } from './records.ts';

/** UTF-16 units of text after which a shard is closed. */
export const SHARD_TEXT = 2 ** 20;
/** Longest document, in UTF-16 units: its JSON must fit into one string of the engine. */
const DOCUMENT_LIMIT = 2 ** 26;

export const SOURCE_STORES: StoreName[] = ['sources', 'documentShards', 'cleanShards'];

export interface NewSource {
  projectId: string;
  name: string;
  /** Of texts that are no part of the corpus: what they are for. */
  use?: SourceRecord['use'];
  /** A source that this one takes the place of, in the moment it is ready; asked for after the last document. */
  replaces?: () => string | undefined;
}

/**
 * Stores all documents as a new source. When it fails, or the iterable throws, the project is as it was.
 * @param details the report to keep with the source, asked for after the last document
 * @throws `storage-full`, `project-missing`, `document-too-large`, `database-lost`, and whatever `documents` throws
 */
export async function importSource(
  database: Database,
  source: NewSource,
  documents: AsyncIterable<StoredDocument>,
  details: () => unknown = () => null,
): Promise<SourceRecord> {
  const id = crypto.randomUUID();
  const { projectId, name, use } = source;
  const record: SourceRecord = {
    id,
    projectId,
    name,
    status: 'importing',
    ...(use ? { use } : {}),
    createdAt: moment(),
    documents: 0,
    textBytes: 0,
    storedBytes: 0,
    shards: 0,
    details: null,
    cleaned: null,
  };
  return whileWriting(database, async () => {
    try {
      await transact(database, ['projects', 'sources'], 'readwrite', async (transaction) => {
        await checkProject(transaction, projectId);
        await transaction.objectStore('sources').put(record);
      });
      await writeShards(database, record, documents);
      record.details = details();
      await makeReady(database, record, source.replaces?.());
      return record;
    } catch (error) {
      // What cannot be cleared now, because the storage fails altogether, is collected at the next start.
      await deleteUnfinished(database, id).catch(() => undefined);
      throw error;
    }
  });
}

/** The sources of a project's corpus that are ready, oldest first. */
export async function listSources(database: Database, projectId: string): Promise<SourceRecord[]> {
  return ofCorpus(await listAll(database, projectId));
}

/** The texts of a project that are for something else than its corpus, oldest first. */
export async function listReferences(database: Database, projectId: string): Promise<SourceRecord[]> {
  return ofSteps(await listAll(database, projectId));
}

/** Those of a project's sources that `listSources` gives, in its order. */
export const ofCorpus = (sources: readonly SourceRecord[]): SourceRecord[] =>
  oldestFirst(sources).filter(({ use }) => use === undefined);

/** Those of a project's sources that `listReferences` gives, in its order. */
export const ofSteps = (sources: readonly SourceRecord[]): SourceRecord[] =>
  oldestFirst(sources).filter(({ use }) => use !== undefined);

const oldestFirst = (sources: readonly SourceRecord[]): SourceRecord[] =>
  sources
    .filter(({ status }) => status === 'ready')
    .sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));

async function listAll(database: Database, projectId: string): Promise<SourceRecord[]> {
  return transact(database, ['sources'], 'readonly', (transaction) =>
    transaction.objectStore('sources').index('byProject').getAll(projectId),
  );
}

/** Changes what is kept with a source. @throws `source-missing`, `storage-full` */
export async function changeSourceDetails(
  database: Database,
  id: string,
  change: (details: unknown) => unknown,
): Promise<void> {
  await transact(database, ['sources'], 'readwrite', async (transaction) => {
    const source = await transaction.objectStore('sources').get(id);
    if (source === undefined) throw sourceMissing(id);
    await transaction.objectStore('sources').put({ ...source, details: change(source.details) });
  });
}

export const sourceMissing = (source: string): OcaqError =>
  new OcaqError(
    'source-missing',
    'This source was deleted, or is being cleaned in another tab. Look at the corpus again.',
    { source },
  );

/** Nothing happens where there is none. */
export async function deleteSource(database: Database, id: string): Promise<void> {
  await transact(database, SOURCE_STORES, 'readwrite', (transaction) => deleteWhole(transaction, id));
}

/** All sources, within a larger deletion over SOURCE_STORES. */
export async function deleteSourcesOfProject(transaction: WriteTransaction, projectId: string): Promise<void> {
  const ids = await transaction.objectStore('sources').index('byProject').getAllKeys(projectId);
  for (const id of ids) await deleteWhole(transaction, id);
}

/**
 * Sources that never became ready, and shards whose source or pass of cleaning is gone, within a transaction over
 * SOURCE_STORES. @returns how many sources and passes, whole or in part, were deleted
 */
export async function collectSourceOrphans(transaction: WriteTransaction): Promise<number> {
  const sources = await transaction.objectStore('sources').getAll();
  const unfinished = sources.filter(({ status }) => status === 'importing');
  for (const { id } of unfinished) await deleteWhole(transaction, id);
  const ready = sources.filter(({ status }) => status === 'ready');
  const passes = ready.flatMap(({ cleaned, cleaning }) => [cleaned?.id ?? [], cleaning?.id ?? []].flat());
  return (
    unfinished.length +
    (await collectParts(transaction, 'documentShards', new Set(ready.map(({ id }) => id)))) +
    (await collectParts(transaction, 'cleanShards', new Set(passes)))
  );
}

/** Counts what it writes in `record`. */
async function writeShards(
  database: Database,
  record: SourceRecord,
  documents: AsyncIterable<StoredDocument>,
): Promise<void> {
  let shard: StoredDocument[] = [];
  let length = 0;
  const flush = async () => {
    const gzip = await gzipJson(shard);
    const value = { sourceId: record.id, index: record.shards, documents: shard.length, gzip };
    await transact(database, ['documentShards'], 'readwrite', (transaction) =>
      transaction.objectStore('documentShards').put(value),
    );
    record.shards++;
    record.storedBytes += gzip.length;
    shard = [];
    length = 0;
  };
  const encoder = new TextEncoder();
  for await (const document of documents) {
    const { text } = document;
    if (text.length > DOCUMENT_LIMIT) {
      throw new OcaqError(
        'document-too-large',
        `Document ${record.documents + 1} of "${record.name}" has ${text.length} characters; at most ${DOCUMENT_LIMIT} can be stored as one. Split it, for example by lines.`,
        { source: record.name, document: record.documents + 1, length: text.length, limit: DOCUMENT_LIMIT },
      );
    }
    shard.push(document);
    length += text.length;
    record.documents++;
    record.textBytes += encoder.encode(text).length;
    if (length >= SHARD_TEXT) await flush();
  }
  if (shard.length > 0) await flush();
}

/** The moment the source comes to be. */
async function makeReady(database: Database, record: SourceRecord, replaces: string | undefined): Promise<void> {
  record.status = 'ready';
  const work = async (transaction: WriteTransaction) => {
    await checkProject(transaction, record.projectId);
    const shards = await transaction.objectStore('documentShards').count(keysUnder(record.id));
    if (shards !== record.shards) throw damaged(record.name, 'parts of it are missing');
    const replaced = replaces === undefined ? undefined : await transaction.objectStore('sources').get(replaces);
    if (replaced) record.createdAt = replaced.createdAt;
    await transaction.objectStore('sources').put(record);
    if (replaced) await deleteWhole(transaction, replaced.id);
  };
  await transact(database, ['projects', ...SOURCE_STORES], 'readwrite', work, 'strict');
}

/**
 * The documents of one shard of a source as they were read.
 * @throws `documents-damaged`, naming the source; `source-missing` where it was deleted meanwhile
 */
export async function readShard(database: Database, source: SourceRecord, index: number): Promise<StoredDocument[]> {
  const shard = await transact(database, ['sources', 'documentShards'], 'readonly', async (transaction) => {
    const stored = await transaction.objectStore('documentShards').get([source.id, index]);
    if (stored || (await transaction.objectStore('sources').get(source.id))) return stored;
    throw sourceMissing(source.id);
  });
  if (shard === undefined) throw damaged(source.name, `part ${index + 1} of ${source.shards} is missing`);
  try {
    return (await gunzipJson(shard.gzip)) as StoredDocument[];
  } catch (cause) {
    throw damaged(source.name, `part ${index + 1} of ${source.shards} cannot be unpacked`, cause);
  }
}

/** What a pass of cleaning has written, within a transaction over cleanShards. */
export async function deleteCleanShards(transaction: WriteTransaction, cleaningId: string): Promise<void> {
  await transaction.objectStore('cleanShards').delete(keysUnder(cleaningId));
}

async function deleteUnfinished(database: Database, id: string): Promise<void> {
  await transact(database, SOURCE_STORES, 'readwrite', async (transaction) => {
    const source = await transaction.objectStore('sources').get(id);
    if (source?.status !== 'ready') await deleteWhole(transaction, id);
  });
}

async function deleteWhole(transaction: WriteTransaction, id: string): Promise<void> {
  const source = await transaction.objectStore('sources').get(id);
  for (const pass of [source?.cleaned, source?.cleaning]) if (pass) await deleteCleanShards(transaction, pass.id);
  await transaction.objectStore('sources').delete(id);
  await transaction.objectStore('documentShards').delete(keysUnder(id));
}

function damaged(source: string, problem: string, cause?: unknown): OcaqError {
  return new OcaqError(
    'documents-damaged',
    `The stored documents of "${source}" are damaged: ${problem}. Delete the source and import it again.`,
    { source, problem },
    { cause },
  );
}
