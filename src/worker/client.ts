/** Starts the worker, and another one where it is gone. The page's only way to storage, text pipeline and GPU. */
import { proxy, type Remote, wrap } from 'comlink';
import type { OcaqApi, WorkerEvent } from './api.ts';
import entry from './entry.ts?worker&url';
import { carryErrors } from './errors.ts';
import { inheriting } from './inheriting.ts';
import { lifeEnded } from './life-lock.ts';
import { type Launched, Supervisor, workerDied, workerFailed } from './supervisor.ts';

type Call = (...args: unknown[]) => Promise<unknown>;

export interface Connection {
  /** Stays the same, whichever worker answers. */
  readonly api: Remote<OcaqApi>;
  /** Ends the worker, if there is one, and starts another. */
  restart(): void;
}

/**
 * The listener is subscribed before the promise resolves, so no event is missed; it hears every worker that comes after too.
 * @throws `worker-failed` when the worker's own program does not load or breaks while it starts
 */
export async function connect(listener: (event: WorkerEvent) => void): Promise<Connection> {
  carryErrors();
  const supervisor = new Supervisor<Remote<OcaqApi>>(
    (signal) => launch(listener, signal),
    (life) => listener({ type: 'worker', life }),
  );
  await supervisor.start();
  return supervisor;
}

async function launch(listener: (event: WorkerEvent) => void, signal: AbortSignal | undefined): Promise<Launched> {
  const worker = new Worker(inheriting(new URL(entry, location.href)), { type: 'module', name: 'ocaq' });
  const api = wrap<OcaqApi>(worker);
  const failed = failure(worker);
  let isHeard = true;
  const hear = (event: WorkerEvent): void => {
    if (isHeard) listener(event);
  };
  try {
    const lock = await Promise.race([api.alive(), failed, aborted(signal)]);
    const gone = lock === null ? new Promise<void>(() => undefined) : lifeEnded(lock);
    await Promise.race([api.subscribe(proxy(hear)), failed, gone.then(() => Promise.reject(workerDied()))]);
    const untold = whileVisible((isVisible) => api.watch(isVisible));
    void gone.then(untold);
    return {
      ask: (name, args) => (api as unknown as Record<string, Call>)[name]!(...args),
      gone,
      async end() {
        isHeard = false;
        untold();
        worker.terminate();
        if (lock !== null) await gone;
      },
    };
  } catch (error) {
    worker.terminate();
    throw error;
  }
}

/** Tells a worker whether the page is visible, now and whenever that changes. @returns ends it */
function whileVisible(tell: (isVisible: boolean) => Promise<void>): () => void {
  // Nobody waits for the answer of a worker that is gone.
  const told = () => void tell(document.visibilityState === 'visible').catch(() => undefined);
  told();
  document.addEventListener('visibilitychange', told);
  return () => document.removeEventListener('visibilitychange', told);
}

function failure(worker: Worker): Promise<never> {
  return new Promise((_, reject) => {
    worker.addEventListener('error', ({ message = '' }) => reject(workerFailed(message)));
  });
}

function aborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(workerDied())));
}
