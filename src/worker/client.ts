/** Starts the worker and wraps it. The page's only way to storage, text pipeline and GPU. */
import { proxy, type Remote, wrap } from 'comlink';
import type { OcaqApi, WorkerEvent } from './api.ts';
import { carryErrors } from './errors.ts';

/** The listener is subscribed before the promise resolves, so no event is missed. */
export async function startWorker(listener: (event: WorkerEvent) => void): Promise<Remote<OcaqApi>> {
  carryErrors();
  const worker = new Worker(new URL('./entry.ts', import.meta.url), { type: 'module', name: 'ocaq' });
  const api = wrap<OcaqApi>(worker);
  await api.subscribe(proxy(listener));
  return api;
}
