/** A GPU for tests: the adapter that OCAQ_ADAPTER promises. A test that gets none fails; it never skips. */
import { openDawn } from '../cli/dawn.ts';
import { type DeviceNeeds, type Gpu, openDevice } from '../gpu/device.ts';

export async function gpuForTests(needs: DeviceNeeds = { bufferBytes: 0, bindingBytes: 0 }): Promise<Gpu> {
  const name = process.env.OCAQ_ADAPTER;
  if (!name) throw new Error('OCAQ_ADAPTER is not set: run GPU tests through "npm run test:gpu"');
  return openDevice(await openDawn(name), needs);
}
