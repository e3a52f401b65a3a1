/** Starts the worker and wraps it. The page's only way to storage, text pipeline and GPU. */
import { proxy, type Remote, wrap } from 'comlink';
import { OcaqError } from '../errors.ts';
import type { OcaqApi, WorkerEvent } from './api.ts';
import entry from './entry.ts?worker&url';
import { carryErrors } from './errors.ts';
import { inheriting } from './inheriting.ts';

/**
 * The listener is subscribed before the promise resolves, so no event is missed.
 * @throws `worker-failed` when the worker's own program does not load or breaks while it starts
 */
export async function startWorker(listener: (event: WorkerEvent) => void): Promise<Remote<OcaqApi>> {
  carryErrors();
  const worker = new Worker(inheriting(new URL(entry, location.href)), { type: 'module', name: 'ocaq' });
  const api = wrap<OcaqApi>(worker);
  await Promise.race([api.subscribe(proxy(listener)), failure(worker)]);
  return api;
}

function failure(worker: Worker): Promise<never> {
  return new Promise((_, reject) => {
    worker.addEventListener('error', ({ message: reason = '' }) => {
      const why = reason === '' ? '' : ` (${reason})`;
      const sentence = `The studio’s background work could not start${why}. Reload the page.`;
      reject(new OcaqError('worker-failed', sentence, { reason }));
    });
  });
}
