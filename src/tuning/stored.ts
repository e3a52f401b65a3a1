/** How a tuned choice is kept: under what key, and what of it is believed when it is read again. */
import type { AdapterSummary } from '../gpu/device.ts';
import type { StorageType } from '../gpu/launch.ts';
import { everyGemm, GEMM_KERNEL_NAMES, type GemmClass } from '../ops/gemm-kernels.ts';
import type { KernelChoice } from '../ops/operator.ts';

/**
 * Raised with every change of a shader or of the candidates: choices made before are then made anew, and a run begun before
 * rounds differently from there on.
 */
export const KERNELS_VERSION = 1;

/** Where choices are kept: a browser's database, a file. What it gives back is checked. */
export interface TuningStore {
  load(key: string): Promise<unknown>;
  save(key: string, value: KernelChoice): Promise<void>;
}

/** @param runtime browser or runtime with its version: another one compiles differently */
export const tuningKey = ({ name }: Pick<AdapterSummary, 'name'>, runtime: string, storage: StorageType): string =>
  [name, runtime, storage, `kernels ${KERNELS_VERSION}`].join(' | ');

const GEMM_CLASSES = Object.keys(everyGemm('direct')) as readonly GemmClass[];
const VARIANTS: readonly unknown[] = ['direct', 'tiled'] satisfies KernelChoice['attention'][];
const NAMES: readonly unknown[] = GEMM_KERNEL_NAMES;

/** Whether a stored value is a whole choice of kernels that exist. */
export function isKernelChoice(value: unknown): value is KernelChoice {
  if (!isObject(value) || !isObject(value.gemm)) return false;
  const { gemm, attention, reduction } = value;
  const hasGemm = GEMM_CLASSES.every((name) => NAMES.includes(gemm[name]));
  return hasGemm && VARIANTS.includes(attention) && VARIANTS.includes(reduction);
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
