/** WebGPU of a command: `--adapter` or OCAQ_ADAPTER by name, else the driver's first choice. */
import { type AdapterSummary, storageFor } from '../gpu/device.ts';
import type { StorageType } from '../gpu/launch.ts';
import type { MomentsFormat } from '../ops/operator.ts';
import type { RecomputePolicy } from '../plan/recompute.ts';
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

/** `--recompute`, `--checkpoint-layers`: what a plan keeps for the backward pass at most; undefined where neither is given. */
export function keepOf(args: Arguments): RecomputePolicy | undefined {
  const [selective, layers] = [args.has('recompute'), args.has('checkpoint-layers')];
  if (selective && layers) args.refuse('--recompute and --checkpoint-layers are two answers to one question: give one');
  return selective ? 'selective' : layers ? 'full' : undefined;
}

/** `--budget`, in bytes; undefined where it is not given. */
export function budgetOf(args: Arguments): number | undefined {
  if (!args.has('budget')) return undefined;
  const gib = args.number('budget', 0);
  return gib > 0 ? gib * 2 ** 30 : args.refuse(`--budget should be more than 0 GiB, but is ${args.text('budget')}`);
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
