/**
 * What interrupted writes left behind: parts of checkpoints, sources and token sets that nothing names, checkpoints and token
 * sets that newer ones have replaced, and imported models without weights. Called when the studio starts and when a run was
 * deleted; nothing a person can see is ever touched.
 */
import { collectCheckpointOrphans } from './checkpoints.ts';
import { type Database, transact } from './database.ts';
import { collectSourceOrphans } from './documents.ts';
import { collectImportOrphans } from './imported.ts';
import { whenNobodyWrites } from './locks.ts';
import { collectTokenOrphans } from './tokens.ts';

/** How many were deleted of each. */
export interface Orphans {
  checkpoints: number;
  sources: number;
  tokenSets: number;
  /** Runs that stand for a model, and tokenizers that came with one. */
  imports: number;
}

/** All in one transaction. undefined, and nothing is done, while anything is being written, in this tab or another. */
export async function collectOrphans(database: Database): Promise<Orphans | undefined> {
  return whenNobodyWrites(database, () =>
    transact(
      database,
      [
        ...(['projects', 'runs', 'checkpoints', 'checkpointChunks', 'pointers'] as const),
        ...(['sources', 'documentShards', 'cleanShards', 'tokenizers', 'tokenShards'] as const),
      ],
      'readwrite',
      async (transaction) => ({
        imports: await collectImportOrphans(transaction),
        checkpoints: await collectCheckpointOrphans(transaction),
        sources: await collectSourceOrphans(transaction),
        tokenSets: await collectTokenOrphans(transaction),
      }),
    ),
  );
}
