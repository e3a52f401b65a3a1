/** WebGPU of a command: `--adapter` or OCAQ_ADAPTER by name, else the driver's first choice. */
import { type AdapterSummary, storageFor } from '../gpu/device.ts';
import type { StorageType } from '../gpu/launch.ts';
import type { MomentsFormat } from '../ops/operator.ts';
import type { Arguments } from './arguments.ts';
import { openDawn } from './dawn.ts';

export const DEVICE_OPTIONS = ['adapter', 'dawn-features', 'precision'] as const;

export async function dawnOf(args: Arguments): Promise<GPU> {
  const features = (args.text('dawn-features') ?? '').split(',').filter(Boolean);
  return openDawn(args.text('adapter') ?? process.env.OCAQ_ADAPTER ?? 'default', features);
}

/** `--states`: how AdamW's moments are held. */
export function momentsOf(args: Arguments): MomentsFormat {
  const states = args.text('states') ?? 'f32';
  if (states !== 'f32' && states !== 'bf16' && states !== 'int8')
    args.refuse(`--states should be f32, bf16 or int8, but is "${states}"`);
  return states;
}

/** `--precision`: f32, f16 (native where the adapter can, else packed), or packed to insist on that. */
export function storageOf(args: Arguments, adapter: Pick<AdapterSummary, 'features'>): StorageType {
  const precision = args.text('precision') ?? 'f32';
  switch (precision) {
    case 'f32':
    case 'f16':
      return storageFor(precision, adapter);
    case 'packed':
      return 'packed';
    default:
      return args.refuse(`--precision should be f32, f16 or packed, but is "${precision}"`);
  }
}
