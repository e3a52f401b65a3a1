/** Benchmarks: single operators, a whole training step beside another engine where asked for, or what a step is spent on. */
import { Arguments } from '../arguments.ts';
import { benchAttention, benchGemm } from '../bench/kernels.ts';
import { benchProfile } from '../bench/profile.ts';
import { benchStep } from '../bench/step.ts';
import { DEVICE_OPTIONS, dawnOf } from '../device.ts';
import { KERNEL_FLAGS } from '../kernels.ts';

export async function bench(argv: readonly string[]): Promise<Record<string, unknown>> {
  const args = new Arguments(
    'bench',
    argv,
    ['config', 'seq', 'batch', 'accumulate', 'states', 'repeat', 'vs', ...DEVICE_OPTIONS],
    ['recompute', 'checkpoint-layers', ...KERNEL_FLAGS],
  );
  const dawn = await dawnOf(args);
  // Other engines look for WebGPU where a browser has it.
  Object.defineProperty(globalThis, 'navigator', { value: { gpu: dawn, userAgent: 'node' }, configurable: true });
  switch (args.positionals[0]) {
    case 'gemm':
      return benchGemm(args, dawn);
    case 'attention':
      return benchAttention(args, dawn);
    case 'step':
      return benchStep(args, dawn);
    case 'profile':
      return benchProfile(args, dawn);
    default:
      return args.refuse(`say what to measure: gemm, attention, step or profile, not "${args.positionals[0] ?? ''}"`);
  }
}
