/** Matrix products alone, by every kernel that may serve them. */
import { timeLaunches } from '../../engine/time-launches.ts';
import type { Gpu } from '../../gpu/device.ts';
import type { StorageType } from '../../gpu/launch.ts';
import { gemm } from '../../ops/gemm.ts';
import { everyGemm, type GemmForm, type GemmKernelName } from '../../ops/gemm-kernels.ts';
import { DIRECT, Graph, type LaunchContext, type Tensor } from '../../ops/operator.ts';
import { gemmCandidates } from '../../tuning/tasks.ts';

export type Product = readonly [form: GemmForm, M: number, N: number, K: number];

const SMALL_PRODUCTS: readonly Product[] = [
  ['NT', 256, 256, 256],
  ['NT', 512, 512, 512],
  ['NT', 512, 384, 128],
  ['NT', 512, 704, 128],
  ['NN', 512, 512, 512],
  ['TN', 512, 512, 512],
];
/** Squares, and the products of az-100m at 4096 tokens: qkv, o, gate and up, down, a chunk of logits; their gradients. */
const LARGE_PRODUCTS: readonly Product[] = [
  ...(['NT', 'NN', 'TN'] as const).map((form): Product => [form, 4096, 4096, 4096]),
  ...[
    [2304, 768],
    [768, 768],
    [4096, 768],
    [768, 2048],
  ].flatMap(([out = 0, width = 0]): Product[] => [
    ['NT', 4096, out, width],
    ['NN', 4096, width, out],
    ['TN', out, width, 4096],
  ]),
  ['NT', 1024, 32_000, 768],
  ['NN', 1024, 768, 32_000],
  ['TN', 32_000, 768, 1024],
];

export const productsFor = ({ adapter }: Gpu): readonly Product[] =>
  adapter.software ? SMALL_PRODUCTS : LARGE_PRODUCTS;

export const productName = ([form, M, N, K]: Product): string => `${form} ${M}×${N}×${K}`;

export interface TimedProduct {
  readonly kernel: GemmKernelName;
  readonly ms: number;
  readonly flopsPerSecond: number;
}

/** By each kernel in turn. @param onKernel told before each */
export async function timeProduct(
  gpu: Gpu,
  [form, M, N, K]: Product,
  storage: StorageType,
  rounds: number,
  onKernel: (kernel: GemmKernelName) => void = () => undefined,
): Promise<TimedProduct[]> {
  const results: TimedProduct[] = [];
  for (const kernel of gemmCandidates(storage)) {
    onKernel(kernel);
    const graph = new Graph(storage);
    const [out, a, b] = operands(graph, form, M, N, K);
    const context: LaunchContext = { kernels: { ...DIRECT, gemm: everyGemm(kernel) }, training: false, label: '' };
    const launch = gemm(context, { form, out, a, b });
    const ms = await timeLaunches(gpu, graph, [launch], rounds);
    results.push({ kernel, ms, flopsPerSecond: (launch.flops / ms) * 1000 });
  }
  return results;
}

export const fastest = (results: readonly TimedProduct[]): TimedProduct =>
  results.reduce((best, result) => (result.ms < best.ms ? result : best));

function operands(graph: Graph, form: GemmForm, m: number, n: number, k: number): [Tensor, Tensor, Tensor] {
  const shapes = { NT: [m, k, n, k], NN: [m, k, k, n], TN: [k, m, k, n] } as const;
  const [aRows, aCols, bRows, bCols] = shapes[form];
  return [
    graph.matrix('out', m, n, form === 'TN' ? 'f32' : graph.storage),
    graph.matrix('a', aRows, aCols),
    graph.matrix('b', bRows, bCols),
  ];
}
