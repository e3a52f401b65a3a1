/**
 * Which records of each store belong to a project, as it is at one moment: those that a person sees as they are, and those
 * that these consist of by their keys.
 */
import { keysUnder, type OcaqSchema, type ReadTransaction, type StoreName } from '../database.ts';
import type { PointerRecord, RunRecord, SourceRecord } from '../records.ts';
import { isImported } from '../runs.ts';
import { unusedTokenizers } from '../tokenizers.ts';
import { idsIn, inOrder } from './ids.ts';

/** In the order in which they are written and read: what others hang on comes before them. */
export const OWNED_STORES = [
  ...(['projects', 'sources', 'tokenizers', 'instructionSets', 'runs', 'checkpoints', 'jobs'] as const),
  ...(['conversations', 'judgements', 'measurements', 'pointers'] as const),
  ...(['documentShards', 'cleanShards', 'tokenShards', 'instructionShards'] as const),
  ...(['metrics', 'jobItems', 'checkpointChunks'] as const),
] satisfies StoreName[];
export type OwnedStore = (typeof OWNED_STORES)[number];
export type OwnedRecord<S extends OwnedStore = OwnedStore> = OcaqSchema[S]['value'];

/** What goes along. Without checkpoints: no weights, hence no imported models either. */
export interface ProjectParts {
  readonly checkpoints: boolean;
}

export interface Inventory {
  readonly project: string;
  readonly records: readonly { readonly store: OwnedStore; readonly record: OwnedRecord }[];
  readonly keys: readonly { readonly store: OwnedStore; readonly key: IDBValidKey }[];
  /** All that belong to the project, ascending; also of what does not go along, so that nothing else is taken for it. */
  readonly ids: readonly string[];
}

/** Within a transaction over OWNED_STORES. undefined where there is no such project. */
export async function takeInventory(
  transaction: ReadTransaction,
  project: string,
  parts: ProjectParts,
): Promise<Inventory | undefined> {
  const records: { store: OwnedStore; record: OwnedRecord }[] = [];
  const keys: { store: OwnedStore; key: IDBValidKey }[] = [];
  const add = (store: OwnedStore, found: readonly OwnedRecord[]) => {
    for (const record of found) records.push({ store, record });
  };
  const addUnder = async (store: Exclude<OwnedStore, 'pointers' | 'projects'>, ...owner: string[]) => {
    for (const key of await transaction.objectStore(store).getAllKeys(keysUnder(...owner))) keys.push({ store, key });
  };

  const root = await transaction.objectStore('projects').get(project);
  if (!root) return undefined;
  add('projects', [root]);
  const sources = (await transaction.objectStore('sources').index('byProject').getAll(project)).filter(isRead);
  const sets = await transaction.objectStore('instructionSets').index('byProject').getAll(project);
  const allRuns = await transaction.objectStore('runs').index('byProject').getAll(project);
  const runs = parts.checkpoints ? allRuns : allRuns.filter((run) => !isImported(run));
  const tokenizers = await transaction.objectStore('tokenizers').index('byProject').getAll(project);
  const jobs = await transaction.objectStore('jobs').index('byProject').getAll(project);
  const allCheckpoints = await transaction.objectStore('checkpoints').index('byProject').getAll(project);
  const checkpoints = parts.checkpoints ? allCheckpoints : [];
  const unused = unusedTokenizers(tokenizers, [root], runs, checkpoints);
  add('sources', sources);
  add(
    'tokenizers',
    tokenizers.filter((one) => !unused.includes(one)),
  );
  add('instructionSets', sets);
  add('runs', runs);
  add('checkpoints', checkpoints);
  add('jobs', jobs);
  add('conversations', await transaction.objectStore('conversations').index('byProject').getAll(project));
  add('judgements', await transaction.objectStore('judgements').index('byProject').getAll(project));
  for (const { id } of runs)
    add('measurements', await transaction.objectStore('measurements').index('byRun').getAll(id));

  for (const source of sources) {
    await addUnder('documentShards', source.id);
    for (const pass of passesOf(source)) await addUnder('cleanShards', pass.id);
  }
  for (const { id } of sets) await addUnder('instructionShards', id);
  for (const { id } of runs) await addUnder('metrics', id);
  for (const { id } of jobs) await addUnder('jobItems', id);
  for (const pointer of await transaction.objectStore('pointers').getAll(keysUnder('tokens', project))) {
    const { set } = pointer as TokenPointer;
    if (unused.some(({ id }) => id === set.tokenizerId)) continue;
    add('pointers', [pointer]);
    await addUnder('tokenShards', project, set.tokenizerId, set.id);
  }
  for (const { id } of checkpoints) await addUnder('checkpointChunks', id);
  if (parts.checkpoints) add('pointers', await runPointers(transaction, runs));
  const ids = idsOf([...records.map(({ record }) => record), ...allRuns, ...tokenizers, ...allCheckpoints]);
  return { project, records, keys, ids };
}

export type TokenPointer = Extract<PointerRecord, { set: unknown }>;

export const passesOf = ({ cleaned, cleaning }: SourceRecord) => [cleaned, cleaning].flatMap((pass) => pass ?? []);

/** One that is still being read is no part of the project yet. */
const isRead = ({ status }: SourceRecord): boolean => status === 'ready';

async function runPointers(transaction: ReadTransaction, runs: readonly RunRecord[]): Promise<PointerRecord[]> {
  const found = await Promise.all(runs.map(({ id }) => transaction.objectStore('pointers').get(['run', id])));
  return found.flatMap((pointer) => pointer ?? []);
}

function idsOf(records: readonly OwnedRecord[]): string[] {
  const own = records.flatMap((record) => {
    if ('set' in record) return [record.set.id];
    const passes = 'textBytes' in record && 'status' in record ? passesOf(record) : [];
    return [...('id' in record ? [record.id] : []), ...passes.map(({ id }) => id)];
  });
  return [...new Set(own.flatMap(idsIn))].sort(inOrder);
}
