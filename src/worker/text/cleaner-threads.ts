/** Workers that clean documents. */

import type { Cleaner, SourceCleaning } from '../../data/cleaning/shard-cleaner.ts';
import { inheriting } from '../inheriting.ts';
import { openWorkers } from '../workers.ts';
import entry from './cleaner-entry.ts?worker&url';

const ADDRESS = inheriting(new URL(entry, import.meta.url));

export const openCleanerThreads = (how: SourceCleaning): Cleaner => openWorkers(ADDRESS, 'cleaning', how);
