/**
 * The kernels of a command: what `kernels.json` in the user's cache folder keeps of this adapter, or measured now. `--tune`
 * measures anew, `--no-tune` takes the default ones. The file is only a memory: whatever is wrong with it costs a measurement.
 */
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import path from 'node:path';
import type { StorageType } from '../gpu/launch.ts';
import type { KernelChoice } from '../ops/operator.ts';
import { chooseKernels } from '../tuning/kernel-choice.ts';
import type { TuningStore } from '../tuning/stored.ts';
import { fileExists, readJson, writeWhole } from './files.ts';
import { type OptionTable, type OptionValues, usageError } from './options.ts';
import { Progress } from './progress.ts';

export const KERNEL_OPTIONS = {
  tune: {
    kind: 'flag',
    help: 'Measure which kernels are fastest here, even on a software adapter or where it is known.',
  },
  noTune: { kind: 'flag', help: 'Take the default kernels and measure nothing.' },
} as const satisfies OptionTable;

export type KernelValues = OptionValues<typeof KERNEL_OPTIONS>;

/** @throws OcaqError `usage` for flags that contradict each other, and what `chooseKernels` throws */
export function kernelsOf(
  { tune, noTune }: KernelValues,
  gpu: GPU,
  storage: StorageType,
  skip?: AbortSignal,
): Promise<KernelChoice> {
  if (tune && noTune) throw usageError('--tune and --no-tune contradict each other.');
  const progress = new Progress();
  return chooseKernels(gpu, {
    storage,
    runtime: `Dawn of webgpu ${dawnVersion()}`,
    store: kernelFile(kernelFilePath(process.env), (warning) => progress.end(warning)),
    measure: tune ? 'anew' : noTune ? 'never' : 'on-cards',
    async measuring(work) {
      const tuned = await work({
        ...(skip && { skip }),
        onProgress: (done, total, what) => progress.show(`measuring kernels, ${done} of ${total} ${what}`, done === 0),
      });
      progress.end('measured which kernels are fastest here');
      return tuned;
    },
  });
}

export function kernelFilePath({ XDG_CACHE_HOME }: { readonly XDG_CACHE_HOME?: string | undefined }): string {
  return path.join(XDG_CACHE_HOME || path.join(homedir(), '.cache'), 'ocaq', 'kernels.json');
}

/** A JSON object of choices by key. @param warn told of a file that cannot be used or written */
export function kernelFile(file: string, warn: (text: string) => void): TuningStore {
  const read = async (): Promise<Record<string, unknown>> => {
    if (!(await fileExists(file))) return {};
    try {
      const all = await readJson(file);
      if (typeof all === 'object' && all !== null && !Array.isArray(all)) return { ...all };
      warn(`"${file}" holds no choices of kernels. They are measured anew, and it is written anew.`);
    } catch (error) {
      warn(`${messageOf(error)} Kernels are measured anew, and it is written anew.`);
    }
    return {};
  };
  let before: Promise<Record<string, unknown>> | null = null;
  const all = () => {
    before ??= read();
    return before;
  };
  return {
    load: async (key) => (await all())[key],
    async save(key, value) {
      const choices = { ...(await all()), [key]: value };
      await writeWhole(file, `${JSON.stringify(choices, null, 1)}\n`).catch((error: unknown) =>
        warn(`The kernels found fastest could not be kept in "${file}": ${messageOf(error)}`),
      );
    },
  };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export const dawnVersion = (): string =>
  (createRequire(import.meta.url)('webgpu/package.json') as { readonly version: string }).version;
