/** The kernels of this adapter: what the database keeps of them, or measured now as a job whose cancelling skips it. */
import type { StorageType } from '../../gpu/launch.ts';
import type { KernelChoice } from '../../ops/operator.ts';
import { loadKernels, saveKernels } from '../../storage/kernels.ts';
import { chooseKernels } from '../../tuning/kernel-choice.ts';
import type { Hub } from '../hub.ts';

/**
 * @param signal of whoever waits: aborted, the wait ends, while the measuring continues for whoever asks next
 * @throws OcaqError `no-kernel-works`, `tuning-device-lost`, and what opening a device throws
 */
export async function kernelsFor(hub: Hub, storage: StorageType, signal?: AbortSignal): Promise<KernelChoice> {
  const kernels = chooseKernels(navigator.gpu, {
    storage,
    runtime: navigator.userAgent,
    store: {
      load: (key) => loadKernels(hub.database, key),
      save: (key, value) => saveKernels(hub.database, key, value),
    },
    measure: 'on-cards',
    measuring: (work) =>
      hub.job(crypto.randomUUID(), 'tune', '', (job) =>
        work({ skip: job.signal, onProgress: (done, total) => job.progress(done, total, 'kernels') }),
      ),
  });
  return signal ? unlessAborted(kernels, signal) : kernels;
}

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason as Error);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
