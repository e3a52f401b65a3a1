/** Who cleans shards of documents: workers as many as the machine has cores, or this thread where there are none. */
import { type Cleaner, type SourceCleaning, shardCleaner } from './shard-cleaner.ts';

/** @throws OcaqError `cleaning-step-*` */
export async function openCleaner(how: SourceCleaning): Promise<Cleaner> {
  const clean = shardCleaner(how);
  if (typeof Worker === 'undefined')
    return { parallel: 1, ask: async (documents) => clean(documents), end: () => undefined };
  const { openCleanerThreads } = await import('./cleaner-threads.ts');
  return openCleanerThreads(how);
}
