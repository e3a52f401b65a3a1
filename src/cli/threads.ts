/** Threads of Node that answer one request after the other, each told once what to do. */
import { Worker } from 'node:worker_threads';
import { type Thread, ThreadPool } from '../data/thread-pool.ts';
import { nextMessage } from './next-message.ts';

/**
 * @param entry the built file that they run
 * @param told structured-cloneable, their `workerData`
 */
export const openThreads = <Request, Answer>(entry: URL, told: unknown, threads: number): ThreadPool<Request, Answer> =>
  new ThreadPool(Array.from({ length: threads }, () => openThread(entry, told)));

function openThread<Request, Answer>(entry: URL, told: unknown): Thread<Request, Answer> {
  const worker = new Worker(entry, { workerData: told });
  return {
    ask: async (request) => {
      const answer = nextMessage(worker);
      worker.postMessage(request);
      return (await answer) as Answer;
    },
    end: () => void worker.terminate(),
  };
}
