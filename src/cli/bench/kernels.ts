/** Single operators, timed on the device: each shape repeated until it takes long enough to time, medians of rounds. */

import { fmaRoof } from '../../engine/roof.ts';
import { BATCH_MS, timeLaunches } from '../../engine/time-launches.ts';
import { describeAdapter, type Gpu, openDevice } from '../../gpu/device.ts';
import type { StorageType } from '../../gpu/launch.ts';
import { parseModelConfig } from '../../model/families/table.ts';
import { type AttentionShape, attentionBackward, attentionForward } from '../../ops/attention.ts';
import { CAUSAL } from '../../ops/attention-mask.ts';
import type { GemmKernelName } from '../../ops/gemm-kernels.ts';
import { DIRECT, Graph, type KernelChoice, type Launch, type LaunchContext } from '../../ops/operator.ts';
import { fastest, type Product, productName, productsFor, timeProduct } from '../../training/report/products.ts';
import { storageOf } from '../device.ts';
import { readJson } from '../files.ts';
import { Progress } from '../progress.ts';
import { jaxMatmul } from './jax-matmul.ts';
import type { BenchOptions } from './options.ts';

const VARIANTS = ['direct', 'tiled'] as const;
/** Two small ones; beside `--config` that of the model. */
const SMALL_ATTENTION: readonly AttentionSizes[] = [
  { heads: 4, kvHeads: 4, headSize: 32, seq: 128, batch: 4 },
  { heads: 4, kvHeads: 4, headSize: 64, seq: 256, batch: 4 },
];

interface AttentionSizes extends AttentionShape {
  /** Rows of `seq` tokens. */
  readonly batch: number;
}

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
  for (const product of productsFor(gpu)) results.push(...(await measureProduct(gpu, product, storage, repeat, roof)));
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
  product: Product,
  storage: StorageType,
  repeat: number,
  roof: number,
): Promise<MeasuredProduct[]> {
  const name = productName(product);
  const progress = new Progress();
  const results = await timeProduct(gpu, product, storage, repeat, (kernel) => progress.show(`${name} ${kernel}`));
  const best = fastest(results);
  return results.map((result) => ({
    kernel: result.kernel,
    name: `${name} ${result.kernel}`,
    ms: result.ms,
    gflop_per_s: result.flopsPerSecond / 1e9,
    share_of_roof: result.flopsPerSecond / 1e9 / roof,
    best: result === best,
  }));
}

export async function benchAttention(options: BenchOptions, dawn: GPU): Promise<Record<string, unknown>> {
  const gpu = await openDevice(dawn, { bufferBytes: 0, bindingBytes: 0 });
  const repeat = options.repeat ?? 5;
  const results: Measured[] = [];
  for (const sizes of await attentionSizes(options))
    for (const variant of VARIANTS) {
      const { graph, forward, backward } = attentionLaunches(sizes, variant);
      const { heads, headSize, seq, batch } = sizes;
      const name = `H ${heads} hd ${headSize} T ${seq} B ${batch} ${variant}`;
      results.push(await measure(gpu, `forward ${name}`, graph, forward, repeat));
      results.push(await measure(gpu, `backward ${name}`, graph, backward, repeat));
    }
  return { adapter: gpu.adapter.name, results, repeat };
}

async function attentionSizes({ config: file, seq, batch }: BenchOptions): Promise<readonly AttentionSizes[]> {
  if (file === undefined) return SMALL_ATTENTION;
  const { heads, kvHeads, headSize } = parseModelConfig(await readJson(file), file);
  return [{ heads, kvHeads, headSize, seq, batch }];
}

/** Attention alone, without the products around it. */
function attentionLaunches(sizes: AttentionSizes, variant: KernelChoice['attention']) {
  const { heads, kvHeads, headSize, seq, batch } = sizes;
  const graph = new Graph('f32');
  const [rows, width] = [batch * seq, heads * headSize];
  const columns = (heads + 2 * kvHeads) * headSize;
  const qkv = graph.matrix('qkv', rows, columns);
  const args = {
    o: graph.matrix('o', rows, width),
    lse: graph.scalars('lse', rows, heads),
    qkv,
    shape: { heads, kvHeads, headSize, seq },
    mask: CAUSAL,
    positions: graph.scalars('positions', rows, 1, 'i32'),
  };
  const gradient = {
    ...args,
    dqkv: graph.matrix('dqkv', rows, columns),
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

async function measure(
  gpu: Gpu,
  name: string,
  graph: Graph,
  launches: readonly Launch[],
  repeat: number,
): Promise<Measured> {
  new Progress().show(name);
  const ms = await timeLaunches(gpu, graph, launches, repeat);
  return { name, ms, gflop_per_s: launches.reduce((sum, launch) => sum + launch.flops, 0) / ms / 1e6 };
}
