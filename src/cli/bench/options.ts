/** Options of the benchmarks, and what several of them take from these. */

import type { ModelConfig } from '../../formats/hf-config.ts';
import { parseModelConfig } from '../../model/families/table.ts';
import { DEVICE_OPTIONS, MEMORY_OPTIONS } from '../device.ts';
import { readJson } from '../files.ts';
import { KERNEL_OPTIONS } from '../kernels.ts';
import { METHOD_OPTIONS, METHODS } from '../method-options.ts';
import type { OptionTable, OptionValues } from '../options.ts';
import { OPTIMIZERS } from '../recipe-options.ts';

export const BENCH_OPTIONS = {
  what: {
    kind: 'operand',
    choices: ['gemm', 'attention', 'step', 'decode', 'profile', 'report'],
    help: 'Products, attention, an optimizer step, decoding, the launches of a step one by one, or a report of all that.',
  },
  config: {
    kind: 'text',
    value: 'FILE',
    unset: 'a small model; report: az-100m, on software adapters starter',
    help: 'attention, step, decode, profile, report: the config.json.',
  },
  seq: {
    kind: 'whole',
    min: 1,
    default: 128,
    help: 'attention and report with `--config`, step, profile: tokens of a row.',
  },
  batch: {
    kind: 'whole',
    min: 1,
    default: 4,
    help: 'attention and report with `--config`, step, profile: rows of a micro-batch.',
  },
  accumulate: { kind: 'whole', min: 1, default: 1, help: 'step, profile: micro-batches of a step.' },
  context: { kind: 'whole', min: 2, unset: "the model's", help: 'decode: tokens that the cache holds.' },
  tokens: { kind: 'whole', min: 1, unset: '32, at most half of the context', help: 'decode: tokens of a round.' },
  out: { kind: 'text', value: 'FILE', help: 'report: FILE.md and FILE.json are written, anew after each step.' },
  seconds: { kind: 'whole', min: 1, unset: '420', help: 'report: what no longer fits into so much time is left out.' },
  repeat: { kind: 'whole', min: 1, unset: '9 for step, 3 for profile, else 5', help: 'Rounds; the median is shown.' },
  vs: {
    kind: 'choice',
    choices: ['jax-js', ...METHODS, ...OPTIMIZERS],
    help: 'gemm, step: measure another engine in the same run; step: or the same model trained by another method or optimizer.',
  },
  optimizer: {
    kind: 'choice',
    choices: OPTIMIZERS,
    default: 'adamw',
    help: 'step: what updates the matrices within layers.',
  },
  ...METHOD_OPTIONS,
  ...MEMORY_OPTIONS,
  ...DEVICE_OPTIONS,
  ...KERNEL_OPTIONS,
} as const satisfies OptionTable;

export type BenchOptions = OptionValues<typeof BENCH_OPTIONS>;

export async function configOf({ config }: BenchOptions, small: ModelConfig): Promise<ModelConfig> {
  return config === undefined ? small : parseModelConfig(await readJson(config), config);
}
