/** WebGPU of a command: `--adapter` or OCAQ_ADAPTER by name, else the driver's first choice. */
import type { Arguments } from './arguments.ts';
import { openDawn } from './dawn.ts';

export const DEVICE_OPTIONS = ['adapter', 'dawn-features'] as const;

export async function dawnOf(args: Arguments): Promise<GPU> {
  const features = (args.text('dawn-features') ?? '').split(',').filter(Boolean);
  return openDawn(args.text('adapter') ?? process.env.OCAQ_ADAPTER ?? 'default', features);
}
