/** Who cleans documents for the commands: threads of Node, or this one. */
import { availableParallelism } from 'node:os';
import { type Cleaner, cleanerHere, type SourceCleaning } from '../data/cleaning/shard-cleaner.ts';
import { openThreads } from './threads.ts';

export const WORKERS_OPTION = {
  workers: {
    kind: 'whole',
    min: 1,
    max: 64,
    unset: 'one per core, less one',
    help: 'Threads that clean beside the one that reads and compares; of 1, that one cleans too. The result is the same.',
  },
} as const;

export const workersOf = ({ workers }: { readonly workers: number | undefined }): number =>
  workers ?? Math.max(1, availableParallelism() - 1);

/** Opens those who clean an input. */
export type OpenCleaner = (how: SourceCleaning) => Cleaner;

/** @param entry the built cleaner-entry.ts */
export const cleanerThreads =
  (workers: number, entry = new URL('./cleaner.js', import.meta.url)): OpenCleaner =>
  (how) =>
    workers === 1 ? cleanerHere(how) : openThreads(entry, how, workers);
