/** Benchmarks: single operators, a training step beside another engine where asked for or taken apart, decoding. */
import { benchDecode } from '../bench/decode.ts';
import { benchAttention, benchGemm } from '../bench/kernels.ts';
import { BENCH_OPTIONS, type BenchOptions } from '../bench/options.ts';
import { benchProfile } from '../bench/profile.ts';
import { benchReport } from '../bench/report.ts';
import { benchStep } from '../bench/step.ts';
import { dawnOf } from '../device.ts';
import { type CommandResult, defineCommand } from '../options.ts';

type Benchmark = (options: BenchOptions, dawn: GPU) => Promise<CommandResult>;

const BENCHMARKS: Readonly<Record<BenchOptions['what'], Benchmark>> = {
  gemm: benchGemm,
  attention: benchAttention,
  step: benchStep,
  decode: benchDecode,
  profile: benchProfile,
  report: benchReport,
};

export const bench = defineCommand({
  name: 'bench',
  summary: 'Measures how fast this machine is; every result is a median.',
  details: [
    "`gemm` times matrix products by every kernel, marks the best of each shape, and gives each one's share of the adapter's multiply-add roof, measured in the same run. `attention` times attention alone, forward and backward.",
    '`step` times an optimizer step. With `--vs jax-js`, jax-js takes the same steps in the same run, in turn, and the ratio is given; with `--vs full` or another method, the same model trained so. GFLOP/s count what the convention counts for full training, whatever the method.',
    "`decode` gives tokens/s at batch 1 from the middle of the context on, by the device alone and with sampling, and their share of the bound that the adapter's measured reading rate sets.",
    "`profile` says where the time of a step goes: every kind of launch with its time, share, GFLOP/s, GB/s, shares of the adapter's roofs, and the time that these foretell (as `plan --print` counts it) over the measured one, and their sum beside the whole. Each kind of launch is repeated within one compute pass until it lasts 10 ms, by the adapter's timestamps where the wall clock bears them out, on a model with random weights.",
    '`report` checks that this device computes rightly, without any other file: kernels against float64, a step against itself, AdamW and the gradient against their definitions. Then it measures roofs, steps of az-100m by the usual and the fastest kernels in f32 and in 16 bits, their kernels one by one, decoding, smaller models, and a short run on the bundled texts. What goes wrong in one step is written down and the next one begins.',
  ],
  options: BENCH_OPTIONS,
  async run(options) {
    const dawn = await dawnOf(options);
    // Other engines look for WebGPU where a browser has it.
    Object.defineProperty(globalThis, 'navigator', { value: { gpu: dawn, userAgent: 'node' }, configurable: true });
    return BENCHMARKS[options.what](options, dawn);
  },
});
