/** Workers of the studio's worker that clean documents, under the page's policy. One core is left to the page. */
import type { RawDocument } from '../../data/raw-document.ts';
import { inheriting } from '../inheriting.ts';
import entry from './cleaner-entry.ts?worker&url';
import type { CleanedShard, Cleaner, SourceCleaning } from './shard-cleaner.ts';

const ADDRESS = inheriting(new URL(entry, import.meta.url));
const MOST = 8;

export function openCleanerThreads(how: SourceCleaning): Cleaner {
  const parallel = Math.max(1, Math.min(MOST, navigator.hardwareConcurrency - 1));
  const idle = Array.from({ length: parallel }, () => openThread(how));
  const all = [...idle];
  const waiting: ((thread: Thread) => void)[] = [];
  const take = (): Promise<Thread> => {
    const thread = idle.pop();
    return thread ? Promise.resolve(thread) : new Promise((resolve) => waiting.push(resolve));
  };
  const giveBack = (thread: Thread): void => {
    const next = waiting.shift();
    if (next) next(thread);
    else idle.push(thread);
  };
  return {
    parallel,
    async clean(documents) {
      const thread = await take();
      try {
        return await thread.ask(documents);
      } finally {
        giveBack(thread);
      }
    },
    end() {
      for (const thread of all) thread.end();
    },
  };
}

interface Thread {
  /** One request at a time. One that has failed, or could not be started, refuses every request. */
  ask(documents: readonly RawDocument[]): Promise<CleanedShard>;
  end(): void;
}

function openThread(how: SourceCleaning): Thread {
  const worker = new Worker(ADDRESS, { type: 'module', name: 'cleaning' });
  let failure: Error | null = null;
  let asked: { resolve: (shard: CleanedShard) => void; reject: (reason: Error) => void } | null = null;
  const fail = (message: string | undefined): void => {
    failure = new Error(message || 'a worker that cleans documents could not be started');
    asked?.reject(failure);
    asked = null;
  };
  worker.addEventListener('message', ({ data }: MessageEvent<CleanedShard>) => {
    asked?.resolve(data);
    asked = null;
  });
  worker.addEventListener('error', ({ message }) => fail(message));
  worker.addEventListener('messageerror', () => fail('what a worker made of documents could not be read'));
  worker.postMessage(how);
  return {
    ask: (documents) =>
      new Promise((resolve, reject) => {
        if (failure) {
          reject(failure);
          return;
        }
        asked = { resolve, reject };
        worker.postMessage(documents);
      }),
    end: () => worker.terminate(),
  };
}
