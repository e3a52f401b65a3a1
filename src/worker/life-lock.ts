/**
 * The Web Lock of a worker's life: the worker holds it from its first moment on and never lets it go, so whoever gets it knows
 * that the worker is no more, be it that it was ended, has crashed or ran out of memory.
 */

const PREFIX = 'ocaq-worker:';

/** Resolves to its name once it is held; null where the browser has no locks, as on a page that is not secure. */
export async function holdLifeLock(): Promise<string | null> {
  const locks = webLocks();
  if (!locks) return null;
  const name = PREFIX + crypto.randomUUID();
  await new Promise<void>((resolve, reject) => {
    const held = locks.request(name, () => {
      resolve();
      return new Promise<never>(() => undefined);
    });
    held.catch(reject);
  });
  return name;
}

/** Resolves when the worker that holds it is gone. */
export async function lifeEnded(lock: string): Promise<void> {
  await webLocks()?.request(lock, () => undefined);
}

function webLocks(): LockManager | undefined {
  const { navigator } = globalThis as { navigator?: { locks?: LockManager } };
  return navigator?.locks;
}
