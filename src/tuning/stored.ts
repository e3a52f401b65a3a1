/** How a tuned choice is kept: under what key, and what of it is believed when it is read again. */
import type { AdapterSummary } from '../gpu/device.ts';
import type { StorageType } from '../gpu/launch.ts';
import { shaderTexts } from '../gpu/shaders.ts';
import { ATTENTION_TILES } from '../ops/attention.ts';
import { everyGemm, GEMM_KERNEL_NAMES, GEMM_KERNELS, type GemmClass } from '../ops/gemm-kernels.ts';
import type { KernelChoice } from '../ops/operator.ts';

/**
 * What the kernels' names stand for: a hash of the shaders, the candidates and attention's tiles. Where it is another one, choices made before
 * are made anew, and a run begun before rounds differently from there on.
 */
export const KERNELS_VERSION = hash([...shaderTexts(), JSON.stringify([GEMM_KERNELS, ATTENTION_TILES])].join('\n'));

/** FNV-1a of 32 bits over UTF-16 units, in hex. */
function hash(text: string): string {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return (value >>> 0).toString(16).padStart(8, '0');
}

/** Of a tuning that has not come to its end: the winner of each task so far, both by name. */
export interface Unfinished {
  readonly decided: Readonly<Record<string, string>>;
}

/** Where choices are kept: a browser's database, a file. What it gives back is checked. */
export interface TuningStore {
  load(key: string): Promise<unknown>;
  save(key: string, value: KernelChoice | Unfinished): Promise<void>;
}

/** @param runtime browser or runtime with its version: another one compiles differently */
export const tuningKey = ({ name }: Pick<AdapterSummary, 'name'>, runtime: string, storage: StorageType): string =>
  [name, runtime, storage, `kernels ${KERNELS_VERSION}`].join(' | ');

const GEMM_CLASSES = Object.keys(everyGemm('direct')) as readonly GemmClass[];
const VARIANTS: readonly unknown[] = ['direct', 'tiled'] satisfies KernelChoice['attention'][];
const DECODING: readonly unknown[] = ['direct', 'tiled', 'subgroups'] satisfies KernelChoice['decoding'][];
const NAMES: readonly unknown[] = GEMM_KERNEL_NAMES;

/** Whether a stored value is a whole choice of kernels that exist. */
export function isKernelChoice(value: unknown): value is KernelChoice {
  if (!isObject(value) || !isObject(value.gemm)) return false;
  const { gemm, attention, reduction, decoding, filling } = value;
  const hasGemm = GEMM_CLASSES.every((name) => NAMES.includes(gemm[name]));
  const isFilling = Number.isInteger(filling) && (filling as number) >= 1;
  return (
    hasGemm && VARIANTS.includes(attention) && VARIANTS.includes(reduction) && DECODING.includes(decoding) && isFilling
  );
}

/**
 * A choice as it was stored before products of few tiles were summed in parts and decoding had a choice of its own: all of K by
 * one workgroup, and what served sums over a row, as then.
 */
export const summedWhole = (stored: Omit<KernelChoice, 'decoding' | 'filling'>): KernelChoice => ({
  decoding: stored.reduction,
  filling: 1,
  ...stored,
});

/** As far as the adapter has what a choice needs: in training nothing changes. */
export const kernelsOn = (kernels: KernelChoice, { features }: Pick<AdapterSummary, 'features'>): KernelChoice =>
  kernels.decoding === 'subgroups' && !features.includes('subgroups') ? { ...kernels, decoding: 'tiled' } : kernels;

/** What a stored value says of a tuning that has not come to its end; names that no task has are as if they were not there. */
export function decidedSoFar(value: unknown): Record<string, string> {
  if (!isObject(value) || !isObject(value.decided)) return {};
  return Object.fromEntries(
    Object.entries(value.decided).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
