/**
 * What interrupted writes left behind, store by store: contents of projects that are gone, runs that never began and models
 * without weights, tokenizers that nothing has, checkpoints and token sets that newer ones have replaced, and parts that
 * nothing names. Called when the studio starts and when a run was deleted; nothing a person can see is ever touched.
 */
import { collectCheckpointOrphans } from './checkpoints.ts';
import { ALL_STORES, type Database, transact } from './database.ts';
import { collectSourceOrphans } from './documents.ts';
import { collectInstructionOrphans } from './instructions.ts';
import { collectJobOrphans } from './jobs.ts';
import { whenNobodyWrites } from './locks.ts';
import { collectProjectOrphans } from './projects.ts';
import { collectRunOrphans } from './runs.ts';
import { collectTokenizerOrphans } from './tokenizers.ts';
import { collectTokenOrphans } from './tokens.ts';

/** How many were deleted of each, whole or in part. */
export interface Orphans {
  projects: number;
  runs: number;
  checkpoints: number;
  sources: number;
  tokenizers: number;
  tokenSets: number;
  instructionSets: number;
  jobs: number;
}

/** All in one transaction. undefined, and nothing is done, while anything is being written, in this tab or another. */
export async function collectOrphans(database: Database): Promise<Orphans | undefined> {
  return whenNobodyWrites(database, () =>
    transact(database, ALL_STORES, 'readwrite', async (transaction) => ({
      projects: await collectProjectOrphans(transaction),
      runs: await collectRunOrphans(transaction),
      checkpoints: await collectCheckpointOrphans(transaction),
      sources: await collectSourceOrphans(transaction),
      tokenizers: await collectTokenizerOrphans(transaction),
      tokenSets: await collectTokenOrphans(transaction),
      instructionSets: await collectInstructionOrphans(transaction),
      jobs: await collectJobOrphans(transaction),
    })),
  );
}
