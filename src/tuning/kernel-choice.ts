/**
 * Which kernels serve an adapter: the choice that is kept of it or, where there is none, the fastest of those that are
 * right, measured once (see tuning/) and kept. Choices differ by how activations are stored, so each storage type has its
 * own.
 */
import { type AdapterSummary, describeAdapter, openDevice } from '../gpu/device.ts';
import type { StorageType } from '../gpu/launch.ts';
import type { KernelChoice } from '../ops/operator.ts';
import { BenchmarkDevice } from './benchmark.ts';
import { decidedSoFar, isKernelChoice, type TuningStore, tuningKey } from './stored.ts';
import { defaultKernels, tuningTasks } from './tasks.ts';
import { type Memory, type Tuned, tune, type Watch } from './tune.ts';

export interface ChoiceRequest {
  readonly storage: StorageType;
  /** Browser or runtime with its version. */
  readonly runtime: string;
  readonly store: TuningStore;
  /**
   * `once`: what is kept, measured only where nothing is; `on-cards`: the same, but software adapters get the default ones
   * (which serve them best, while a busy processor misleads); `anew`: measured in any case; `never`: the default ones.
   */
  readonly measure: 'once' | 'on-cards' | 'anew' | 'never';
  /** Called only where there is something to measure: does it, with whatever shows its progress and lets it be skipped. */
  readonly measuring: (work: (watch: Watch) => Promise<Tuned>) => Promise<Tuned>;
}

/** Of this process, by key: whoever asks while kernels are measured waits for the same. */
const known = new Map<string, Promise<Tuned>>();

/**
 * A skipped measurement gives what was known by then; the next call goes on from there.
 * @throws OcaqError `no-kernel-works`, `tuning-device-lost`, and what opening a device throws
 */
export async function chooseKernels(dawn: GPU | undefined, request: ChoiceRequest): Promise<KernelChoice> {
  const adapter = await describeAdapter(dawn);
  const { measure } = request;
  if (measure === 'never' || (measure === 'on-cards' && adapter.software)) return defaultKernels(adapter);
  const key = tuningKey(adapter, request.runtime, request.storage);
  const tuned = (measure !== 'anew' && known.get(key)) || tunedChoice(dawn, adapter, key, request);
  known.set(key, tuned);
  const forget = () => known.delete(key);
  tuned.then(({ isComplete }) => isComplete || forget(), forget);
  return (await tuned).kernels;
}

/**
 * What cannot be read is measured again, and what cannot be kept is measured again the next time. A choice that is whole is
 * replaced by another whole one only.
 */
async function tunedChoice(
  dawn: GPU | undefined,
  adapter: AdapterSummary,
  key: string,
  { storage, store, measure, measuring }: ChoiceRequest,
): Promise<Tuned> {
  const stored = await store.load(key).catch(() => undefined);
  const isWhole = isKernelChoice(stored);
  if (isWhole && measure !== 'anew') return { kernels: stored, isComplete: true };
  const decided = measure !== 'anew' ? decidedSoFar(stored) : {};
  const keep = async (task: string, candidate: string) => {
    decided[task] = candidate;
    if (!isWhole) await store.save(key, { decided: { ...decided } }).catch(() => undefined);
  };
  const tuned = await measuring((watch) => measureKernels(dawn, adapter, storage, watch, { decided, keep }));
  if (tuned.isComplete) await store.save(key, tuned.kernels).catch(() => undefined);
  return tuned;
}

async function measureKernels(
  dawn: GPU | undefined,
  adapter: AdapterSummary,
  storage: StorageType,
  watch: Watch,
  memory: Memory,
): Promise<Tuned> {
  const features: GPUFeatureName[] = storage === 'f16' ? ['shader-f16'] : [];
  for (const feature of ['timestamp-query', 'subgroups'] as const)
    if (adapter.features.includes(feature)) features.push(feature);
  const bench = await BenchmarkDevice.over(() => openDevice(dawn, { bufferBytes: 0, bindingBytes: 0, features }));
  try {
    return await tune(tuningTasks(adapter, storage), defaultKernels(adapter), bench, watch, memory);
  } finally {
    bench.close();
  }
}
