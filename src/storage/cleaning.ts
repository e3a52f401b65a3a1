/**
 * What cleaning makes of the documents of a source: a verdict on each, shard by shard beside the shards that were read. A
 * pass is written beside the one that counts, and takes its place when it is whole, in one strict transaction; one that was
 * interrupted is taken up again after the last shard that it has written.
 */
import { OcaqError } from '../errors.ts';
import { type Database, transact } from './database.ts';
import { deleteCleanShards, sourceMissing } from './documents.ts';
import { gunzipJson, gzipJson } from './gzip.ts';
import type { CleaningRecord, CleanShardRecord, SourceRecord, Verdict } from './records.ts';

/**
 * A pass over a source to write to: the interrupted one where that has this key, else a new one.
 * @throws `source-missing`, `storage-full`
 */
export async function beginCleaning(database: Database, sourceId: string, key: string): Promise<CleaningRecord> {
  const id = crypto.randomUUID();
  const fresh = { id, key, documents: 0, textBytes: 0, storedBytes: 0, shards: 0, details: null };
  return transact(database, ['sources', 'cleanShards'], 'readwrite', async (transaction) => {
    const source = await transaction.objectStore('sources').get(sourceId);
    if (!source) throw sourceMissing(sourceId);
    if (source.cleaning?.key === key) return source.cleaning;
    if (source.cleaning) await deleteCleanShards(transaction, source.cleaning.id);
    await transaction.objectStore('sources').put({ ...source, cleaning: fresh });
    return fresh;
  });
}

/**
 * Writes the verdicts on the next shard.
 * @param pass as it was before
 * @param textBytes of the documents kept
 * @param details of the pass, this shard included
 * @returns the pass as it is then
 * @throws `source-missing`, `storage-full`
 */
export async function writeVerdicts(
  database: Database,
  sourceId: string,
  pass: CleaningRecord,
  {
    verdicts,
    fingerprints,
    textBytes,
  }: Pick<CleanShardRecord, 'fingerprints'> & { verdicts: Verdict[]; textBytes: number },
  details: unknown,
): Promise<CleaningRecord> {
  const gzip = await gzipJson(verdicts);
  const printBytes = fingerprints.reduce((sum, { length }) => sum + length, 0);
  const next: CleaningRecord = {
    ...pass,
    documents: pass.documents + verdicts.filter((verdict) => 'hash' in verdict).length,
    textBytes: pass.textBytes + textBytes,
    storedBytes: pass.storedBytes + gzip.length + printBytes,
    shards: pass.shards + 1,
    details,
  };
  await transact(database, ['sources', 'cleanShards'], 'readwrite', async (transaction) => {
    const source = await transaction.objectStore('sources').get(sourceId);
    if (source?.cleaning?.id !== pass.id) throw sourceMissing(sourceId);
    await transaction.objectStore('cleanShards').put({ cleaningId: pass.id, index: pass.shards, gzip, fingerprints });
    await transaction.objectStore('sources').put({ ...source, cleaning: next });
  });
  return next;
}

/**
 * The pass takes the place of the one before it.
 * @throws `source-missing`; `cleaning-damaged` where it does not have every shard
 */
export async function finishCleaning(
  database: Database,
  sourceId: string,
  pass: CleaningRecord,
): Promise<SourceRecord> {
  const work = async (transaction: Parameters<typeof deleteCleanShards>[0]) => {
    const source = await transaction.objectStore('sources').get(sourceId);
    if (source?.cleaned?.id === pass.id) return source;
    if (source?.cleaning?.id !== pass.id) throw sourceMissing(sourceId);
    if (pass.shards !== source.shards) throw cleaningDamaged(source.name, 'it does not reach the end');
    if (source.cleaned) await deleteCleanShards(transaction, source.cleaned.id);
    const { cleaning: cleaned, ...rest } = source;
    const whole: SourceRecord = { ...rest, cleaned };
    await transaction.objectStore('sources').put(whole);
    return whole;
  };
  return transact(database, ['sources', 'cleanShards'], 'readwrite', work, 'strict');
}

/** Lets go of what cleaning made of a source: it is as it was read, and no part of the corpus until it is cleaned again. */
export async function dropCleaning(database: Database, sourceId: string): Promise<void> {
  const work = async (transaction: Parameters<typeof deleteCleanShards>[0]) => {
    const source = await transaction.objectStore('sources').get(sourceId);
    if (!source) throw sourceMissing(sourceId);
    // A source of an earlier version was cleaned while it was read: there is nothing beside it.
    if (source.cleaned === undefined) return;
    const { cleaning, ...rest } = source;
    for (const pass of [source.cleaned, cleaning]) if (pass) await deleteCleanShards(transaction, pass.id);
    await transaction.objectStore('sources').put({ ...rest, cleaned: null });
  };
  await transact(database, ['sources', 'cleanShards'], 'readwrite', work, 'strict');
}

/** @throws as `readCleanShard` does */
export async function readVerdicts(
  database: Database,
  source: SourceRecord,
  pass: CleaningRecord,
  shard: number,
): Promise<Verdict[]> {
  return (await readCleanShard(database, source, pass, shard)).verdicts;
}

/**
 * With the fingerprints of the documents kept. A pass that is found damaged is stale from then on.
 * @throws `source-missing`, `source-changed` where the source was deleted or another pass has taken its place meanwhile;
 *   `cleaning-damaged`, naming the source
 */
export async function readCleanShard(
  database: Database,
  source: SourceRecord,
  pass: CleaningRecord,
  shard: number,
): Promise<{ verdicts: Verdict[]; fingerprints: Uint8Array<ArrayBuffer>[] }> {
  const stored = await transact(database, ['sources', 'cleanShards'], 'readonly', async (transaction) => {
    const found = await transaction.objectStore('cleanShards').get([pass.id, shard]);
    if (found) return found;
    const now = await transaction.objectStore('sources').get(source.id);
    if (!now) throw sourceMissing(source.id);
    if (![now.cleaned?.id, now.cleaning?.id].includes(pass.id)) throw sourceChanged(source);
    return undefined;
  });
  const part = `part ${shard + 1} of ${source.shards}`;
  if (stored === undefined) {
    await giveUp(database, source.id, pass.id);
    throw cleaningDamaged(source.name, `${part} is missing`);
  }
  try {
    return { verdicts: (await gunzipJson(stored.gzip)) as Verdict[], fingerprints: stored.fingerprints };
  } catch (cause) {
    await giveUp(database, source.id, pass.id);
    throw cleaningDamaged(source.name, `${part} cannot be unpacked`, cause);
  }
}

/** The key of no pass: whatever steps are wanted, one that has it is made anew. */
const GIVEN_UP = '';

async function giveUp(database: Database, sourceId: string, passId: string): Promise<void> {
  await transact(database, ['sources', 'cleanShards'], 'readwrite', async (transaction) => {
    const source = await transaction.objectStore('sources').get(sourceId);
    if (source?.cleaned?.id === passId)
      await transaction.objectStore('sources').put({ ...source, cleaned: { ...source.cleaned, key: GIVEN_UP } });
    if (source?.cleaning?.id !== passId) return;
    const { cleaning: _, ...rest } = source;
    await deleteCleanShards(transaction, passId);
    await transaction.objectStore('sources').put(rest);
  });
}

const sourceChanged = ({ id, name }: SourceRecord): OcaqError =>
  new OcaqError('source-changed', `"${name}" has been cleaned anew meanwhile. Try again.`, { source: id, name });

function cleaningDamaged(source: string, problem: string, cause?: unknown): OcaqError {
  return new OcaqError(
    'cleaning-damaged',
    `What cleaning made of "${source}" is damaged: ${problem}. Clean the corpus again; the documents as they were read are kept apart.`,
    { source, problem },
    { cause },
  );
}
