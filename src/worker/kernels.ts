/** The kernels of this adapter: what the database keeps of them, or measured now as a job whose cancelling skips it. */
import type { StorageType } from '../gpu/launch.ts';
import { chooseKernels } from '../inference/kernel-choice.ts';
import type { KernelChoice } from '../ops/operator.ts';
import { loadKernels, saveKernels } from '../storage/kernels.ts';
import type { Hub } from './hub.ts';

/** @throws OcaqError `no-kernel-works`, `tuning-device-lost`, and what opening a device throws */
export function kernelsFor(hub: Hub, storage: StorageType): Promise<KernelChoice> {
  return chooseKernels(navigator.gpu, {
    storage,
    runtime: navigator.userAgent,
    store: {
      load: (key) => loadKernels(hub.database, key),
      save: (key, value) => saveKernels(hub.database, key, value),
    },
    measure: 'once',
    measuring: (work) =>
      hub.job(crypto.randomUUID(), 'tune', '', (job) =>
        work({ skip: job.signal, onProgress: (done, total) => job.progress(done, total, 'kernels') }),
      ),
  });
}
