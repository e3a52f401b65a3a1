// Three kinds of projects: `unit` runs in plain Node; `gpu:<adapter>` runs the operator and model suites on a WebGPU adapter,
// `long:<adapter>` the checks that take minutes. OCAQ_ADAPTERS names the adapters that were promised: one that is missing is
// an error. Without it one software adapter is used (on Linux; a machine with none is an error), elsewhere the system's own.
// Each of them runs what its kernels decide. What is built on them runs on one: runs of many steps, of the worker and of the
// command line, on the last that is named, the rest on the first. In .ci/run these are lavapipe, which computes faster and keeps
// what it compiled for other devices, and SwiftShader, which compiles faster.
// OCAQ_RESULTS names a folder for machine-readable results.
import { tmpdir } from 'node:os';
import path from 'node:path';
import { defineConfig } from 'vitest/config';
import { adaptersForTests } from './src/cli/vulkan.ts';
import { isOfPageAhead } from './src/data/readers/pdf/pages.ts';
import { withoutGuard } from './src/testing/guards/without-guard.ts';

/** `npm run test:guards` names a guard to be left out of its module. */
const leftOut = process.env.OCAQ_WITHOUT_GUARD;
const plugins = leftOut ? [withoutGuard(leftOut)] : [];

const unit = {
  plugins,
  test: {
    name: 'unit',
    include: ['src/**/*.test.{ts,tsx}'],
    exclude: ['src/**/*.gpu.test.ts', 'src/**/*.long.test.ts'],
    testTimeout: 60_000,
  },
};

const byVulkan = process.platform === 'linux' || process.env.OCAQ_ADAPTERS;
const adapters = byVulkan ? adaptersForTests() : ['default'];
// What GPU tests spend most time on is lavapipe compiling kernels, of which each runs for milliseconds: unoptimised and with
// narrow vectors will do. Its cache takes kernels of any width for the same, so that these have one of their own.
const quickToCompile = {
  GALLIVM_PERF: 'nopt',
  LP_NATIVE_VECTOR_WIDTH: '128',
  MESA_SHADER_CACHE_DIR: path.join(tmpdir(), 'ocaq-test-kernels'),
};
const decidedByKernels = ['ops/**/*', 'tuning/*', 'training/golden'];
/** Many plans on one device, with few steps of each and nothing that `shader-f16` decides: compiling takes the time. */
const manyPlans = 'one-micro-batch|packed';
const wholeRuns = ['worker/**/*', 'cli/**/*', `training/!(golden|${manyPlans})`];
const isLast = (place: number): boolean => place === adapters.length - 1;
const named = (files: readonly string[], kind: string): string[] => files.map((file) => `src/${file}.${kind}.test.ts`);
const onAdapters = (kind: string, execArgv: string[], env: Record<string, string>) =>
  adapters.map((adapter, place) => ({
    plugins,
    test: {
      name: `${kind}:${adapter}`,
      include: named(place === 0 ? ['**/*'] : [...decidedByKernels, ...(isLast(place) ? wholeRuns : [])], kind),
      exclude: named(isLast(place) ? [] : wholeRuns, kind),
      env: { OCAQ_ADAPTER: adapter, ...env },
      pool: 'forks' as const,
      execArgv,
      testTimeout: 600_000,
      hookTimeout: 300_000,
    },
  }));

const results = process.env.OCAQ_RESULTS;
const report = results
  ? { reporters: ['default', 'json'], outputFile: { json: path.join(results, `vitest-${process.pid}.json`) } }
  : {};

export default defineConfig({
  test: {
    // Kernels compile on one core a process where the driver does it at the first dispatch.
    maxWorkers: '100%',
    // As the command line does.
    onUnhandledError: (error) => !isOfPageAhead(error),
    projects: [unit, ...onAdapters('gpu', [], quickToCompile), ...onAdapters('long', ['--expose-gc'], {})],
    ...report,
  },
});
