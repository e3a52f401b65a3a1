/** A thread of Node that cleans documents; a file of its own in the build (see launch.mjs). */
import { parentPort, workerData } from 'node:worker_threads';
import { type SourceCleaning, shardCleaner } from '../data/cleaning/shard-cleaner.ts';
import type { RawDocument } from '../data/raw-document.ts';

const clean = shardCleaner(workerData as SourceCleaning);
parentPort?.on('message', (documents: readonly RawDocument[]) => parentPort?.postMessage(clean(documents)));
