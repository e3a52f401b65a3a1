/**
 * What is decided by measuring: a task for each class of products, one for attention and one for sums over rows, each
 * on a shape that stands for its class. Software adapters, which compile and run slowly and like one kind of kernel for
 * all, decide about all products at once, on small shapes.
 */
import type { AdapterSummary } from '../gpu/device.ts';
import type { StorageType } from '../gpu/launch.ts';
import { everyGemm, GEMM_KERNEL_NAMES, GEMM_KERNELS, type GemmForm, gemmClass } from '../ops/gemm-kernels.ts';
import { DIRECT, type KernelChoice, TILED } from '../ops/operator.ts';
import { attentionWorkload, normWorkload, type ProductSizes, productWorkload, type Workload } from './workload.ts';

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

/** 36 tiles of 128×128 outputs: a weight's gradient of az-100m. 256 tiles: about that of its other products. */
const FEW: ProductSizes = [768, 768, 768];
const MANY: ProductSizes = [2048, 2048, 512];
const ON_SOFTWARE: ProductSizes = [256, 256, 256];

/** What serves an adapter until it is measured. */
export const defaultKernels = ({ software }: Pick<AdapterSummary, 'software'>): KernelChoice =>
  software ? DIRECT : TILED;

/** Names of the kernels that may serve a product: staging in 16 bits is for operands that are stored so. */
export const gemmCandidates = (storage: StorageType) =>
  GEMM_KERNEL_NAMES.filter((name) => GEMM_KERNELS[name].method !== 'tiled_f16' || storage === 'f16');

export function tuningTasks(adapter: Pick<AdapterSummary, 'software'>, storage: StorageType): readonly TuningTask[] {
  return adapter.software ? onSoftware(storage) : onGraphicsCard(storage);
}

function onSoftware(storage: StorageType): TuningTask[] {
  return [
    {
      name: 'products',
      candidates: (['direct', 'tiled-128x64'] as const).map((name) => ({ name, kernels: { gemm: everyGemm(name) } })),
      workload: () => productWorkload('NT', ON_SOFTWARE, storage),
    },
    // A small head: lavapipe compiles the tiled kernel of a large one for seconds.
    ofAttention(() => attentionWorkload({ sequences: 1, seq: 128, heads: 4, headSize: 16 }, storage)),
    ofReduction(() => normWorkload(512, 256, storage)),
  ];
}

function onGraphicsCard(storage: StorageType): TuningTask[] {
  const forms: readonly GemmForm[] = ['NT', 'NN', 'TN'];
  return [
    ...forms.flatMap((form) => [FEW, MANY].map((sizes) => ofProducts(form, sizes, storage))),
    ofAttention(() => attentionWorkload({ sequences: 2, seq: 512, heads: 12, headSize: 64 }, storage)),
    ofReduction(() => normWorkload(4096, 768, storage)),
  ];
}

function ofProducts(form: GemmForm, sizes: ProductSizes, storage: StorageType): TuningTask {
  const [M, N] = sizes;
  const name = gemmClass(form, M, N);
  return {
    name: `products ${name}`,
    candidates: gemmCandidates(storage).map((kernel) => ({ name: kernel, kernels: { gemm: { [name]: kernel } } })),
    workload: () => productWorkload(form, sizes, storage),
  };
}

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
