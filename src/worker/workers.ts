/**
 * Workers of the studio's worker, under the page's policy: each is told once what to do, and then answers one request after
 * the other. One core is left to the page.
 */
import { type Thread, ThreadPool } from '../data/thread-pool.ts';

const MOST = 8;

/**
 * @param address of their entry, which inherits the policy (inheriting.ts)
 * @param told structured-cloneable; before the first request
 */
export function openWorkers<Request, Answer>(
  address: string,
  name: string,
  told: unknown,
): ThreadPool<Request, Answer> {
  const parallel = Math.max(1, Math.min(MOST, navigator.hardwareConcurrency - 1));
  return new ThreadPool(Array.from({ length: parallel }, () => openWorker<Request, Answer>(address, name, told)));
}

/** One that could not be started, or has failed, refuses every request. */
function openWorker<Request, Answer>(address: string, name: string, told: unknown): Thread<Request, Answer> {
  const worker = new Worker(address, { type: 'module', name });
  let failure: Error | null = null;
  let asked: { resolve: (answer: Answer) => void; reject: (reason: Error) => void } | null = null;
  const fail = (reason: string): void => {
    failure = new Error(`The worker "${name}" ${reason}`);
    asked?.reject(failure);
    asked = null;
  };
  worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => {
    asked?.resolve(data);
    asked = null;
  });
  // Without a message where its code could not be loaded.
  worker.addEventListener('error', ({ message }) => fail(message ? `failed: ${message}` : 'could not be started.'));
  worker.addEventListener('messageerror', () => fail('gave an answer that could not be read.'));
  worker.postMessage(told);
  return {
    ask: (request) =>
      new Promise((resolve, reject) => {
        if (failure) {
          reject(failure);
          return;
        }
        asked = { resolve, reject };
        worker.postMessage(request);
      }),
    end: () => worker.terminate(),
  };
}
