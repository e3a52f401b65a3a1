/** The tokenizers of a project, each with its whole tokenizer.json. A tokenizer goes together with the tokens it made. */
import { type Database, transact, type WriteTransaction } from './database.ts';
import { checkProject } from './project-exists.ts';
import type { CheckpointSummary, ProjectRecord, RunRecord, TokenizerRecord } from './records.ts';
import { deleteTokenSets } from './tokens.ts';

/** @throws `project-missing`, `storage-full` */
export async function saveTokenizer(
  database: Database,
  tokenizer: Omit<TokenizerRecord, 'id' | 'createdAt'>,
): Promise<TokenizerRecord> {
  const record: TokenizerRecord = { ...tokenizer, id: crypto.randomUUID(), createdAt: Date.now() };
  const work = async (transaction: WriteTransaction) => {
    await checkProject(transaction, record.projectId);
    await transaction.objectStore('tokenizers').put(record);
  };
  await transact(database, ['projects', 'tokenizers'], 'readwrite', work, 'strict');
  return record;
}

export async function getTokenizer(database: Database, id: string): Promise<TokenizerRecord | undefined> {
  return transact(database, ['tokenizers'], 'readonly', (transaction) => transaction.objectStore('tokenizers').get(id));
}

/** Newest first. */
export async function listTokenizers(database: Database, projectId: string): Promise<TokenizerRecord[]> {
  const all = await transact(database, ['tokenizers'], 'readonly', (transaction) =>
    transaction.objectStore('tokenizers').index('byProject').getAll(projectId),
  );
  return all.sort((a, b) => b.createdAt - a.createdAt);
}

/** Removes the tokenizer and the tokens made with it. Nothing happens where there is none, or a project, run or checkpoint has it. */
export async function deleteUnusedTokenizer(database: Database, id: string): Promise<void> {
  const stores = ['projects', 'runs', 'checkpoints', 'tokenizers', 'tokenShards', 'pointers'] as const;
  await transact(database, [...stores], 'readwrite', async (transaction) => {
    const tokenizer = await transaction.objectStore('tokenizers').get(id);
    if (tokenizer) await deleteUnused(transaction, [tokenizer]);
  });
}

/**
 * Tokenizers that no project, run or checkpoint has, with their tokens, within a transaction over projects, runs,
 * checkpoints, tokenizers, tokenShards and pointers. Nobody may be training or importing one meanwhile. @returns how many
 */
export async function collectTokenizerOrphans(transaction: WriteTransaction): Promise<number> {
  return deleteUnused(transaction, await transaction.objectStore('tokenizers').getAll());
}

async function deleteUnused(transaction: WriteTransaction, tokenizers: readonly TokenizerRecord[]): Promise<number> {
  const unused = unusedTokenizers(
    tokenizers,
    await transaction.objectStore('projects').getAll(),
    await transaction.objectStore('runs').getAll(),
    await transaction.objectStore('checkpoints').getAll(),
  );
  for (const { id, projectId } of unused) {
    await deleteTokenSets(transaction, projectId, id);
    await transaction.objectStore('tokenizers').delete(id);
  }
  return unused.length;
}

/** Those that none of these projects, runs and checkpoints has. */
export function unusedTokenizers(
  tokenizers: readonly TokenizerRecord[],
  projects: readonly ProjectRecord[],
  runs: readonly RunRecord[],
  checkpoints: readonly CheckpointSummary[],
): TokenizerRecord[] {
  const used = new Set([
    ...projects.map(({ details }) => tokenizerOf(details)),
    ...runs.map(({ config }) => tokenizerOf(config)),
    ...checkpoints.map(({ details }) => tokenizerOf(details)),
  ]);
  return tokenizers.filter(({ id }) => !used.has(id));
}

/** The one field that storage reads of what others decide. */
const tokenizerOf = (value: unknown): unknown => (value as { tokenizer?: unknown } | null)?.tokenizer;

/** All tokenizers and tokens, within a larger deletion over tokenizers, tokenShards and pointers. */
export async function deleteTokenizersOfProject(transaction: WriteTransaction, projectId: string): Promise<void> {
  const ids = await transaction.objectStore('tokenizers').index('byProject').getAllKeys(projectId);
  for (const id of ids) await transaction.objectStore('tokenizers').delete(id);
  await deleteTokenSets(transaction, projectId);
}
