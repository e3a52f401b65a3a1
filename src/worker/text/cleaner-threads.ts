/** Workers of the studio's worker that clean documents, under the page's policy. One core is left to the page. */
import { inheriting } from '../inheriting.ts';
import entry from './cleaner-entry.ts?worker&url';
import type { CleanedShard, Cleaner, SourceCleaning } from './shard-cleaner.ts';

const ADDRESS = inheriting(new URL(entry, import.meta.url));
const MOST = 8;

export function openCleanerThreads(how: SourceCleaning): Cleaner {
  const parallel = Math.max(1, Math.min(MOST, navigator.hardwareConcurrency - 1));
  const idle = Array.from({ length: parallel }, () => {
    const worker = new Worker(ADDRESS, { type: 'module', name: 'cleaning' });
    worker.postMessage(how);
    return worker;
  });
  const all = [...idle];
  const waiting: ((worker: Worker) => void)[] = [];
  const take = (): Promise<Worker> => {
    const worker = idle.pop();
    return worker ? Promise.resolve(worker) : new Promise((resolve) => waiting.push(resolve));
  };
  const giveBack = (worker: Worker): void => {
    const next = waiting.shift();
    if (next) next(worker);
    else idle.push(worker);
  };
  return {
    parallel,
    async clean(documents) {
      const worker = await take();
      try {
        return await answerOf(worker, documents);
      } finally {
        giveBack(worker);
      }
    },
    end() {
      for (const worker of all) worker.terminate();
    },
  };
}

function answerOf(worker: Worker, request: unknown): Promise<CleanedShard> {
  const settled = new AbortController();
  const { signal } = settled;
  return new Promise<CleanedShard>((resolve, reject) => {
    worker.addEventListener('message', ({ data }) => resolve(data), { signal });
    worker.addEventListener('error', ({ message }) => reject(new Error(message)), { signal });
    worker.postMessage(request);
  }).finally(() => settled.abort());
}
