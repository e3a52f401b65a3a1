/** Single operators, timed on the device: each shape repeated until it takes long enough to time, medians of rounds. */

import { fmaRoof } from '../../engine/roof.ts';
import { describeAdapter, type Gpu, openDevice } from '../../gpu/device.ts';
import { Executor } from '../../gpu/executor.ts';
import type { StorageType } from '../../gpu/launch.ts';
import { median } from '../../gpu/profile-clock.ts';
import { attentionBackward, attentionForward } from '../../ops/attention.ts';
import { CAUSAL } from '../../ops/attention-mask.ts';
import { gemm } from '../../ops/gemm.ts';
import { everyGemm, type GemmForm, type GemmKernelName } from '../../ops/gemm-kernels.ts';
import {
  DIRECT,
  Graph,
  type KernelChoice,
  type Launch,
  type LaunchContext,
  type Tensor,
  tensorBytes,
} from '../../ops/operator.ts';
import { gemmCandidates } from '../../tuning/tasks.ts';
import { storageOf } from '../device.ts';
import { Progress } from '../progress.ts';
import { jaxMatmul } from './jax-matmul.ts';
import type { BenchOptions } from './options.ts';

const VARIANTS = ['direct', 'tiled'] as const;
type Product = readonly [GemmForm, number, number, number];
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
const HEADS: readonly (readonly [number, number, number])[] = [
  [4, 32, 128],
  [4, 64, 256],
];
/** One timed batch of launches lasts at least this long. */
const BATCH_MS = 30;

interface Measured {
  readonly name: string;
  readonly gflop_per_s: number;
  readonly ms: number;
}

interface MeasuredProduct extends Measured {
  readonly kernel: GemmKernelName;
  readonly share_of_roof: number;
  readonly best: boolean;
}

export async function benchGemm(options: BenchOptions, dawn: GPU): Promise<Record<string, unknown>> {
  const storage = storageOf(options, await describeAdapter(dawn));
  const features = storage === 'f16' ? (['shader-f16'] as const) : [];
  const gpu = await openDevice(dawn, { bufferBytes: 0, bindingBytes: 0, features });
  const repeat = options.repeat ?? 5;
  const roof = (await fmaRoof(gpu, repeat)) / 1e9;
  const results: MeasuredProduct[] = [];
  for (const product of gpu.adapter.software ? SMALL_PRODUCTS : LARGE_PRODUCTS)
    results.push(...(await measureProduct(gpu, product, storage, repeat, roof)));
  const theirs = options.vs === 'jax-js' ? await jaxMatmul([256, 512], repeat, BATCH_MS) : [];
  return {
    adapter: gpu.adapter.name,
    storage,
    roof_gflop_per_s: roof,
    results: [...results, ...theirs],
    repeat,
  };
}

/** A product by every kernel that may serve it; one of them is the best. */
async function measureProduct(
  gpu: Gpu,
  [form, m, n, k]: Product,
  storage: StorageType,
  repeat: number,
  roof: number,
): Promise<MeasuredProduct[]> {
  const results: (Measured & { kernel: GemmKernelName })[] = [];
  for (const kernel of gemmCandidates(storage)) {
    const graph = new Graph(storage);
    const [out, a, b] = operands(graph, form, m, n, k);
    const kernels: KernelChoice = { ...DIRECT, gemm: everyGemm(kernel) };
    const context: LaunchContext = { kernels, training: false, label: '' };
    const launches = [gemm(context, { form, out, a, b, accumulate: false })];
    results.push({ kernel, ...(await measure(gpu, `${form} ${m}×${n}×${k} ${kernel}`, graph, launches, repeat)) });
  }
  const best = Math.max(...results.map(({ gflop_per_s }) => gflop_per_s));
  return results.map((result) => ({
    ...result,
    share_of_roof: result.gflop_per_s / roof,
    best: result.gflop_per_s === best,
  }));
}

function operands(graph: Graph, form: GemmForm, m: number, n: number, k: number): [Tensor, Tensor, Tensor] {
  const shapes = { NT: [m, k, n, k], NN: [m, k, k, n], TN: [k, m, k, n] } as const;
  const [aRows, aCols, bRows, bCols] = shapes[form];
  return [
    graph.matrix('out', m, n, form === 'TN' ? 'f32' : graph.storage),
    graph.matrix('a', aRows, aCols),
    graph.matrix('b', bRows, bCols),
  ];
}

export async function benchAttention(options: BenchOptions, dawn: GPU): Promise<Record<string, unknown>> {
  const gpu = await openDevice(dawn, { bufferBytes: 0, bindingBytes: 0 });
  const repeat = options.repeat ?? 5;
  const results: Measured[] = [];
  for (const [heads, headSize, seq] of HEADS)
    for (const variant of VARIANTS) {
      const { graph, forward, backward } = attentionLaunches(heads, headSize, seq, variant);
      const name = `H ${heads} hd ${headSize} T ${seq} B 4 ${variant}`;
      results.push(await measure(gpu, `forward ${name}`, graph, forward, repeat));
      results.push(await measure(gpu, `backward ${name}`, graph, backward, repeat));
    }
  return { adapter: gpu.adapter.name, results, repeat };
}

/** Attention alone, without the products around it. */
function attentionLaunches(heads: number, headSize: number, seq: number, variant: KernelChoice['attention']) {
  const graph = new Graph('f32');
  const [rows, width] = [4 * seq, heads * headSize];
  const qkv = graph.matrix('qkv', rows, 3 * width);
  const args = {
    o: graph.matrix('o', rows, width),
    lse: graph.scalars('lse', rows, heads),
    qkv,
    shape: { heads, kvHeads: heads, headSize, seq },
    mask: CAUSAL,
    positions: graph.scalars('positions', rows, 1, 'i32'),
  };
  const gradient = {
    ...args,
    dqkv: graph.matrix('dqkv', rows, 3 * width),
    d_o: graph.matrix('d_o', rows, width),
    tables: graph.matrix('tables', seq, headSize, 'f32'),
    delta: graph.matrix('delta', 1, rows * heads, 'f32'),
  };
  const context: LaunchContext = {
    kernels: { ...DIRECT, attention: variant },
    training: true,
    label: '',
  };
  return { graph, forward: [attentionForward(context, args)], backward: attentionBackward(context, gradient) };
}

/** Times launches over the tensors of a graph, whose contents do not matter. */
export async function measure(
  gpu: Gpu,
  name: string,
  graph: Graph,
  launches: readonly Launch[],
  repeat: number,
): Promise<Measured> {
  const progress = new Progress();
  progress.show(name);
  const tensors = [...graph.tensors.values()];
  const executor = await Executor.open(gpu, {
    programs: { measured: launches },
    buffers: tensors.map((t) => ({
      name: t.id,
      bytes: tensorBytes(t),
      usage: t.id === 'step' ? 'uniform' : 'storage',
    })),
    placements: Object.fromEntries(tensors.map((t) => [t.id, { buffer: t.id, offset: 0 }])),
  });
  const run = async (times: number): Promise<number> => {
    const start = performance.now();
    executor.submit(Array.from({ length: times }, () => ({ run: 'measured' })));
    await executor.finish();
    return performance.now() - start;
  };
  await run(1);
  const times = Math.max(1, Math.ceil(BATCH_MS / Math.max(await run(1), 0.01)));
  const rounds: number[] = [];
  for (let i = 0; i < repeat; i++) rounds.push((await run(times)) / times);
  executor.destroy();
  const ms = median(rounds);
  return { name, ms, gflop_per_s: launches.reduce((sum, launch) => sum + launch.flops, 0) / ms / 1e6 };
}
