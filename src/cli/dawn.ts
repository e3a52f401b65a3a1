/**
 * WebGPU under Node: Dawn from the npm package `webgpu`. The environment must name Vulkan drivers before this process
 * starts (see vulkan.ts); the adapter is then chosen by name.
 */
import { OcaqError } from '../errors.ts';
import { pollWithPauses } from './poll-with-pauses.ts';
import { SOFTWARE_ADAPTERS } from './vulkan.ts';

/** Dawn crashes when its instance is collected while a device of it lives: instances are kept to the end of the process. */
const instances: GPU[] = [];

/** For SwiftShader, whose own way is a store for each element: kernels with tiles then take three times as long to compile. */
const ZEROED_BY_SHADER = 'disable-dawn-features=use_vulkan_zero_initialize_workgroup_memory_extension';

/**
 * @param name 'swiftshader', 'lavapipe', part of an adapter's name, or 'default' for the driver's first choice
 * @param dawnFeatures Dawn toggles to enable, e.g. `vulkan_enable_f16_on_nvidia`
 */
export async function openDawn(name = 'default', dawnFeatures: readonly string[] = []): Promise<GPU> {
  const { create, globals } = await import('webgpu').catch((cause: unknown) => {
    throw new OcaqError(
      'no-dawn',
      `The npm package "webgpu" could not be loaded (${String(cause)}). Run "npm ci" on a machine with a supported system (Linux, macOS or Windows on x64 or arm64).`,
      {},
      { cause },
    );
  });
  Object.assign(globalThis, globals);
  const isSoftware = name in SOFTWARE_ADAPTERS;
  if (isSoftware) pollWithPauses();
  const flags = name === 'swiftshader' ? [ZEROED_BY_SHADER] : [];
  if (dawnFeatures.length > 0) flags.push(`enable-dawn-features=${dawnFeatures.join(',')}`);
  if (name !== 'default')
    flags.push(`adapter=${isSoftware ? SOFTWARE_ADAPTERS[name as keyof typeof SOFTWARE_ADAPTERS] : name}`);
  const gpu = create(flags);
  instances.push(gpu);
  return gpu;
}
