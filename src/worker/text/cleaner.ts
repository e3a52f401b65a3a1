/** Who cleans shards of documents: workers as many as the machine has cores, or this thread where there are none. */
import { type Cleaner, cleanerHere, type SourceCleaning } from '../../data/cleaning/shard-cleaner.ts';

export async function openCleaner(how: SourceCleaning): Promise<Cleaner> {
  if (typeof Worker === 'undefined') return cleanerHere(how);
  const { openCleanerThreads } = await import('./cleaner-threads.ts');
  return openCleanerThreads(how);
}
