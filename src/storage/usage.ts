/**
 * What takes room, project by project: records as they are listed, each with the bytes that it holds. Texts, shards and
 * checkpoints say themselves how large they are; of the rest it is the length of its JSON. The browser's own books are not in
 * it, so the sum is less than what it says is used.
 */
import { type Database, keysUnder, type ReadTransaction, transact } from './database.ts';
import { type NeededFor, neededCheckpoints } from './needed-checkpoints.ts';
import type {
  CheckpointSummary,
  ConversationRecord,
  InstructionSetRecord,
  JobRecord,
  RunRecord,
  SourceRecord,
  TokenizerRecord,
  TokenSetRecord,
} from './records.ts';
import { hasTokens, listTokenSets } from './tokens.ts';

type Sized<T> = T & { readonly heldBytes: number };

export interface ProjectUsage {
  /** Ready ones; `heldBytes` are those of the documents as they were read. */
  sources: Sized<SourceRecord>[];
  tokenizers: Sized<TokenizerRecord>[];
  /** Those of which any shard is there. */
  tokenSets: Sized<TokenSetRecord>[];
  /** `heldBytes` are those of curves, samples, log and what was measured. */
  runs: Sized<RunRecord>[];
  checkpoints: Sized<CheckpointSummary>[];
  instructionSets: Sized<InstructionSetRecord>[];
  jobs: Sized<JobRecord>[];
  conversations: Sized<ConversationRecord>[];
  /** Checkpoints that something else is nothing without. */
  needed: ReadonlyMap<unknown, NeededFor>;
}

/**
 * One consistent picture of what a project holds.
 * @param live runs that are under way
 */
export async function usageOf(database: Database, projectId: string, live: ReadonlySet<string>): Promise<ProjectUsage> {
  const sets = await listTokenSets(database, projectId);
  const stores = [
    ...(['sources', 'tokenizers', 'tokenShards', 'instructionSets', 'runs', 'metrics', 'checkpoints'] as const),
    ...(['jobs', 'jobItems', 'conversations', 'measurements', 'pointers'] as const),
  ];
  return transact(database, [...stores], 'readonly', async (transaction) => {
    const sources = await transaction.objectStore('sources').index('byProject').getAll(projectId);
    const tokenizers = await transaction.objectStore('tokenizers').index('byProject').getAll(projectId);
    const instructionSets = await transaction.objectStore('instructionSets').index('byProject').getAll(projectId);
    const runs = await transaction.objectStore('runs').index('byProject').getAll(projectId);
    const manifests = await transaction.objectStore('checkpoints').index('byProject').getAll(projectId);
    const jobs = await transaction.objectStore('jobs').index('byProject').getAll(projectId);
    const conversations = await transaction.objectStore('conversations').index('byProject').getAll(projectId);
    return {
      sources: sources
        .filter(({ status }) => status === 'ready')
        .map((source) => ({ ...source, heldBytes: source.storedBytes })),
      tokenizers: tokenizers.map((tokenizer) => ({ ...tokenizer, heldBytes: tokenizer.json.length })),
      tokenSets: await sizedSets(transaction, sets),
      runs: await eachSized(runs, async ({ id }) => [
        await transaction.objectStore('metrics').getAll(keysUnder(id)),
        await transaction.objectStore('measurements').index('byRun').getAll(id),
      ]),
      checkpoints: manifests.map(({ state: _, tensors: __, ...summary }) => ({ ...summary, heldBytes: summary.bytes })),
      instructionSets: instructionSets.map((set) => ({ ...set, heldBytes: set.storedBytes })),
      jobs: await eachSized(jobs, ({ id }) => transaction.objectStore('jobItems').getAll(keysUnder(id))),
      conversations: await eachSized(conversations, async (conversation) => conversation),
      needed: await neededCheckpoints(transaction, live),
    };
  });
}

async function sizedSets(
  transaction: ReadTransaction,
  sets: readonly TokenSetRecord[],
): Promise<Sized<TokenSetRecord>[]> {
  const sized: Sized<TokenSetRecord>[] = [];
  for (const set of sets) {
    const { vocabSize, splits } = set;
    if (await hasTokens(transaction, set))
      sized.push({ ...set, heldBytes: bytesOfTokens(vocabSize, splits.train, splits.heldout) });
  }
  return sized;
}

/** What token shards take: 2 or 4 bytes a token, and 4 a document for its place. */
export function bytesOfTokens(
  vocabSize: number,
  ...parts: readonly { readonly tokens: number; readonly documents: number }[]
): number {
  const perToken = vocabSize <= 65536 ? 2 : 4;
  return parts.reduce((sum, { tokens, documents }) => sum + perToken * tokens + 4 * documents, 0);
}

async function eachSized<T>(records: readonly T[], partsOf: (record: T) => Promise<unknown>): Promise<Sized<T>[]> {
  const sized: Sized<T>[] = [];
  for (const record of records) sized.push({ ...record, heldBytes: JSON.stringify(await partsOf(record)).length });
  return sized;
}
