/**
 * A GPU for tests: the adapter that OCAQ_ADAPTER promises, with `shader-f16` and `subgroups` where it has them. A test that gets
 * none fails; it never skips.
 */
import { openDawn } from '../cli/dawn.ts';
import { describeAdapter, type Gpu, openDevice } from '../gpu/device.ts';
import type { StorageType } from '../gpu/launch.ts';

export async function gpuForTests(): Promise<Gpu> {
  const name = process.env.OCAQ_ADAPTER;
  if (!name) throw new Error('OCAQ_ADAPTER is not set: run GPU tests through "npm run test:gpu"');
  const dawn = await openDawn(name);
  const adapter = await describeAdapter(dawn);
  const features = (['shader-f16', 'subgroups'] as const).filter((feature) => adapter.features.includes(feature));
  return openDevice(dawn, { bufferBytes: 0, bindingBytes: 0, features });
}

/** Every way in which this adapter can hold activations and weights. */
export function storagesOf(gpu: Gpu): StorageType[] {
  return gpu.adapter.features.includes('shader-f16') ? ['f32', 'packed', 'f16'] : ['f32', 'packed'];
}
