/**
 * What interrupted writes left behind: parts of checkpoints, sources and token sets that nothing names, and checkpoints
 * and token sets that newer ones have replaced. Called when the studio starts; nothing a person can see is ever touched.
 */
import { collectCheckpointOrphans } from './checkpoints.ts';
import { type Database, transact } from './database.ts';
import { collectSourceOrphans } from './documents.ts';
import { whenNobodyWrites } from './locks.ts';
import { collectTokenOrphans } from './tokens.ts';

/** How many were deleted of each. */
export interface Orphans {
  checkpoints: number;
  sources: number;
  tokenSets: number;
}

/** All in one transaction. undefined, and nothing is done, while anything is being written, in this tab or another. */
export async function collectOrphans(database: Database): Promise<Orphans | undefined> {
  return whenNobodyWrites(database, () =>
    transact(
      database,
      ['checkpoints', 'checkpointChunks', 'sources', 'documentShards', 'runs', 'tokenShards', 'pointers'],
      'readwrite',
      async (transaction) => ({
        checkpoints: await collectCheckpointOrphans(transaction),
        sources: await collectSourceOrphans(transaction),
        tokenSets: await collectTokenOrphans(transaction),
      }),
    ),
  );
}
