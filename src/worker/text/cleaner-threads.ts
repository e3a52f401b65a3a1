/** Workers that clean documents. */
import { inheriting } from '../inheriting.ts';
import { openWorkers } from '../workers.ts';
import entry from './cleaner-entry.ts?worker&url';
import type { Cleaner, SourceCleaning } from './shard-cleaner.ts';

const ADDRESS = inheriting(new URL(entry, import.meta.url));

export const openCleanerThreads = (how: SourceCleaning): Cleaner => openWorkers(ADDRESS, 'cleaning', how);
