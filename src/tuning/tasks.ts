/**
 * What is decided by measuring: a task for each class of products, one for how many workgroups fill the adapter, one each for
 * attention, sums over rows and decoding, all on shapes that stand for its class. Software adapters, which compile and run slowly
 * and like one kind of kernel for all, decide about all products at once, on small shapes.
 */
import type { AdapterSummary } from '../gpu/device.ts';
import type { StorageType } from '../gpu/launch.ts';
import { everyGemm, GEMM_KERNEL_NAMES, GEMM_KERNELS, type GemmClass } from '../ops/gemm-kernels.ts';
import { DIRECT, type KernelChoice, TILED } from '../ops/operator.ts';
import {
  attentionPasses,
  gateUpProduct,
  norm,
  type ProductSizes,
  product,
  rowProduct,
  type Workload,
  workload,
} from './workload.ts';

export interface TuningTask {
  readonly name: string;
  readonly candidates: readonly Candidate[];
  workload(): Workload;
}

export interface Candidate {
  readonly name: string;
  /** What would be chosen with it. */
  readonly kernels: PartOfChoice;
}

type PartOfChoice = Partial<Omit<KernelChoice, 'gemm'>> & { readonly gemm?: Partial<KernelChoice['gemm']> };

export const withPart = (choice: KernelChoice, part: PartOfChoice): KernelChoice => ({
  ...choice,
  ...part,
  gemm: { ...choice.gemm, ...part.gemm },
});

/** The products of az-100m, about: edges of outputs lie within tiles, as those of many models do, rows begin at 128 bytes. */
const OF_WEIGHT: ProductSizes = [736, 768, 4088];
const PRODUCTS: Readonly<Record<GemmClass, (storage: StorageType) => Workload>> = {
  'NT few': (storage) => workload(storage, product('NT', [1000, 736, 768])),
  'NT many': (storage) => workload(storage, product('NT', [1000, 8160, 768]), gateUpProduct([2000, 2016, 768])),
  'NN few': (storage) => workload(storage, product('NN', [1000, 736, 8192])),
  'NN many': (storage) => workload(storage, product('NN', [4000, 736, 2304])),
  'TN few': (storage) => workload(storage, product('TN', OF_WEIGHT, true)),
  'TN many': (storage) => workload(storage, product('TN', [8160, 768, 1000], true)),
};
const FILLINGS = [64, 128, 256, 512, 1024];
const ON_SOFTWARE: ProductSizes = [256, 256, 256];

/** What serves an adapter until it is measured. */
export const defaultKernels = ({ software }: Pick<AdapterSummary, 'software'>): KernelChoice =>
  software ? DIRECT : TILED;

/** Names of the kernels that may serve a product: staging in 16 bits is for operands that are stored so. */
export const gemmCandidates = (storage: StorageType) =>
  GEMM_KERNEL_NAMES.filter((name) => GEMM_KERNELS[name].method !== 'tiled_f16' || storage === 'f16');

type Tunable = Pick<AdapterSummary, 'software' | 'features'>;

export function tuningTasks(adapter: Tunable, storage: StorageType): readonly TuningTask[] {
  return adapter.software ? onSoftware(adapter, storage) : onGraphicsCard(adapter, storage);
}

function onSoftware(adapter: Tunable, storage: StorageType): TuningTask[] {
  return [
    {
      name: 'products',
      candidates: (['direct', 'tiled-128x64'] as const).map((name) => ({ name, kernels: { gemm: everyGemm(name) } })),
      workload: () => workload(storage, product('NT', ON_SOFTWARE)),
    },
    // A small head: lavapipe compiles the tiled kernel of a large one for seconds.
    ofAttention(() => workload(storage, attentionPasses({ sequences: 1, seq: 128, heads: 4, headSize: 16 }))),
    ofReduction(() => workload(storage, norm(512, 256))),
    ofDecoding(adapter, () => workload(storage, rowProduct(512, 256))),
  ];
}

function onGraphicsCard(adapter: Tunable, storage: StorageType): TuningTask[] {
  return [
    ...(Object.keys(PRODUCTS) as GemmClass[]).map((name) => ofProducts(name, storage)),
    {
      name: 'workgroups that fill the card',
      candidates: FILLINGS.map((filling) => ({ name: `${filling}`, kernels: { filling } })),
      workload: () => workload(storage, product('TN', OF_WEIGHT, true)),
    },
    ofAttention(() => workload(storage, attentionPasses({ sequences: 2, seq: 512, heads: 12, headSize: 64 }))),
    ofReduction(() => workload(storage, norm(4096, 768))),
    ofDecoding(adapter, () => workload(storage, rowProduct(2304, 768))),
  ];
}

const ofProducts = (name: GemmClass, storage: StorageType): TuningTask => ({
  name: `products ${name}`,
  candidates: gemmCandidates(storage).map((kernel) => ({ name: kernel, kernels: { gemm: { [name]: kernel } } })),
  workload: () => PRODUCTS[name](storage),
});

const VARIANTS = ['direct', 'tiled'] as const;

const ofAttention = (problem: () => Workload): TuningTask => ({
  name: 'attention',
  candidates: VARIANTS.map((name) => ({ name, kernels: { attention: name } })),
  workload: problem,
});

const ofReduction = (problem: () => Workload): TuningTask => ({
  name: 'sums over rows',
  candidates: VARIANTS.map((name) => ({ name, kernels: { reduction: name } })),
  workload: problem,
});

/** What may serve products and attention of one row. */
export const decodingCandidates = (features: readonly string[]): readonly KernelChoice['decoding'][] =>
  features.includes('subgroups') ? [...VARIANTS, 'subgroups'] : VARIANTS;

const ofDecoding = ({ features }: Tunable, problem: () => Workload): TuningTask => ({
  name: 'products of one row',
  candidates: decodingCandidates(features).map((name) => ({ name, kernels: { decoding: name } })),
  workload: problem,
});
