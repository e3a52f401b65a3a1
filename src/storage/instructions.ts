/**
 * Instruction sets: small enough to be held whole, so a set is compressed first and then stored in one transaction,
 * all or nothing. What an example looks like is the caller's business; it must survive JSON.
 */
import { OcaqError } from '../errors.ts';
import { type Database, keysUnder, transact, type WriteTransaction } from './database.ts';
import { gunzipJson, gzipJson } from './gzip.ts';
import { collectParts } from './parts.ts';
import { checkProject } from './project-exists.ts';
import type { InstructionSetRecord, InstructionShardRecord } from './records.ts';

/** Examples in a shard; keeps the JSON of each far below what one string may hold. */
const SHARD_EXAMPLES = 1024;

export interface NewInstructionSet {
  projectId: string;
  name: string;
  details: unknown;
}

/** @throws `storage-full`, `project-missing`, `database-lost` */
export async function saveInstructionSet(
  database: Database,
  set: NewInstructionSet,
  examples: readonly unknown[],
): Promise<InstructionSetRecord> {
  const id = crypto.randomUUID();
  const shards: InstructionShardRecord[] = [];
  for (let start = 0; start < examples.length; start += SHARD_EXAMPLES) {
    const gzip = await gzipJson(examples.slice(start, start + SHARD_EXAMPLES));
    shards.push({ setId: id, index: shards.length, gzip });
  }
  const record: InstructionSetRecord = {
    ...set,
    id,
    createdAt: Date.now(),
    examples: examples.length,
    shards: shards.length,
    storedBytes: shards.reduce((sum, { gzip }) => sum + gzip.length, 0),
  };
  const work = async (transaction: WriteTransaction) => {
    await checkProject(transaction, set.projectId);
    for (const shard of shards) await transaction.objectStore('instructionShards').put(shard);
    await transaction.objectStore('instructionSets').put(record);
  };
  await transact(database, ['projects', 'instructionSets', 'instructionShards'], 'readwrite', work, 'strict');
  return record;
}

/** Oldest first. */
export async function listInstructionSets(database: Database, projectId: string): Promise<InstructionSetRecord[]> {
  const all = await transact(database, ['instructionSets'], 'readonly', (transaction) =>
    transaction.objectStore('instructionSets').index('byProject').getAll(projectId),
  );
  return all.sort((a, b) => a.createdAt - b.createdAt);
}

/** @throws `instructions-missing` */
export async function getInstructionSet(database: Database, id: string): Promise<InstructionSetRecord> {
  const set = await transact(database, ['instructionSets'], 'readonly', (transaction) =>
    transaction.objectStore('instructionSets').get(id),
  );
  if (set === undefined) throw missing(id);
  return set;
}

/** @throws `instructions-missing` */
export async function changeInstructionSet(
  database: Database,
  id: string,
  details: unknown,
): Promise<InstructionSetRecord> {
  const changed = await transact(database, ['instructionSets'], 'readwrite', async (transaction) => {
    const store = transaction.objectStore('instructionSets');
    const set = await store.get(id);
    if (set === undefined) return undefined;
    const record = { ...set, details };
    await store.put(record);
    return record;
  });
  if (changed === undefined) throw missing(id);
  return changed;
}

/** All examples in order. @throws `instructions-missing`, `instructions-damaged` */
export async function readInstructions(database: Database, id: string): Promise<unknown[]> {
  const { set, shards } = await transact(
    database,
    ['instructionSets', 'instructionShards'],
    'readonly',
    async (transaction) => ({
      set: await transaction.objectStore('instructionSets').get(id),
      shards: await transaction.objectStore('instructionShards').getAll(keysUnder(id)),
    }),
  );
  if (set === undefined) throw missing(id);
  if (shards.length !== set.shards) throw damaged(set);
  try {
    return (await Promise.all(shards.map(({ gzip }) => gunzipJson(gzip)))).flat();
  } catch (cause) {
    throw damaged(set, cause);
  }
}

/** Nothing happens where there is none. */
export async function deleteInstructionSet(database: Database, id: string): Promise<void> {
  await transact(database, ['instructionSets', 'instructionShards'], 'readwrite', (transaction) =>
    deleteWhole(transaction, id),
  );
}

/** All sets, within a larger deletion over instructionSets and instructionShards. */
export async function deleteInstructionsOfProject(transaction: WriteTransaction, projectId: string): Promise<void> {
  const ids = await transaction.objectStore('instructionSets').index('byProject').getAllKeys(projectId);
  for (const id of ids) await deleteWhole(transaction, id);
}

/** Shards whose set is gone, within a transaction over instructionSets and instructionShards. @returns of how many sets */
export async function collectInstructionOrphans(transaction: WriteTransaction): Promise<number> {
  const sets = await transaction.objectStore('instructionSets').getAllKeys();
  return collectParts(transaction, 'instructionShards', new Set(sets));
}

async function deleteWhole(transaction: WriteTransaction, id: string): Promise<void> {
  await transaction.objectStore('instructionSets').delete(id);
  await transaction.objectStore('instructionShards').delete(keysUnder(id));
}

function missing(id: string): OcaqError {
  return new OcaqError('instructions-missing', 'This instruction set is no longer stored. Choose another one.', { id });
}

function damaged({ id, name }: InstructionSetRecord, cause?: unknown): OcaqError {
  return new OcaqError(
    'instructions-damaged',
    `The stored instruction set "${name}" is damaged. Delete it and import it again.`,
    { id, name },
    { cause },
  );
}
