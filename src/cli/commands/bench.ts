/** Benchmarks: single operators, or a whole training step, beside another engine where asked for. */
import { Arguments } from '../arguments.ts';
import { benchAttention, benchGemm } from '../bench/kernels.ts';
import { benchStep } from '../bench/step.ts';
import { DEVICE_OPTIONS, dawnOf } from '../device.ts';
import { KERNEL_FLAGS } from '../kernels.ts';

export async function bench(argv: readonly string[]): Promise<Record<string, unknown>> {
  const args = new Arguments(
    'bench',
    argv,
    ['config', 'seq', 'batch', 'repeat', 'vs', ...DEVICE_OPTIONS],
    KERNEL_FLAGS,
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
    default:
      return args.refuse(`say what to measure: gemm, attention or step, not "${args.positionals[0] ?? ''}"`);
  }
}
