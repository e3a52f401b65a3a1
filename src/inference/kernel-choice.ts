/**
 * Which kernel variants serve an adapter: each is timed on a small product, attention and norm, and the faster wins.
 * Software adapters pay dearly for barriers and take `direct`; GPUs want operands staged in workgroup memory. The choice
 * is kept with a run, since variants round differently.
 */

import { describeAdapter, type Gpu, openDevice } from '../gpu/device.ts';
import { Executor } from '../gpu/executor.ts';
import { attention } from '../ops/attention.ts';
import { linear } from '../ops/linear.ts';
import { DIRECT, Graph, type KernelChoice, type Launch, type Tensor, tensorBytes } from '../ops/operator.ts';
import { rmsnorm } from '../ops/rmsnorm.ts';

const VARIANTS = ['direct', 'tiled'] as const;
const REPEATS = 3;
/** Milliseconds that a measured submit lasts at least: below, the round trip and coarse clocks decide. */
const LONG_ENOUGH = 10;

/** Measured once in the life of a process; by adapter name. */
const choices = new Map<string, Promise<KernelChoice>>();

export async function chooseKernels(dawn: GPU | undefined): Promise<KernelChoice> {
  const { name } = await describeAdapter(dawn);
  const choice = choices.get(name) ?? measureKernels(dawn);
  choices.set(name, choice);
  choice.catch(() => choices.delete(name));
  return choice;
}

async function measureKernels(dawn: GPU | undefined): Promise<KernelChoice> {
  const gpu = await openDevice(dawn, { bufferBytes: 0, bindingBytes: 0 });
  try {
    return {
      gemm: await fastest(gpu, 'gemm', gpu.adapter.software ? smallProduct : largeProduct),
      attention: await fastest(gpu, 'attention', smallAttention),
      reduction: await fastest(gpu, 'reduction', norm),
    };
  } finally {
    gpu.device.destroy();
  }
}

function smallProduct(graph: Graph): void {
  linear(graph, graph.matrix('x', 256, 256), graph.matrix('w', 256, 256), 'y');
}

/** Tiles enough to fill a card. */
function largeProduct(graph: Graph): void {
  linear(graph, graph.matrix('x', 2048, 512), graph.matrix('w', 1024, 512), 'y');
}

function smallAttention(graph: Graph): void {
  const qkv = graph.matrix('qkv', 128, 3 * 128);
  const at = (column: number) => ({ tensor: qkv, column });
  const shape = { heads: 4, kvHeads: 4, headSize: 32, seq: 128, keys: 128 };
  attention(graph, at(0), at(128), at(256), shape, graph.scalars('step', 16, 1), 'o');
}

function norm(graph: Graph): void {
  rmsnorm(graph, graph.matrix('x', 512, 256), graph.matrix('w', 1, 256), 1e-5, 'y');
}

async function fastest(
  gpu: Gpu,
  kind: keyof KernelChoice,
  build: (graph: Graph) => void,
): Promise<(typeof VARIANTS)[number]> {
  const times = new Map<(typeof VARIANTS)[number], number>();
  for (const variant of VARIANTS) {
    const graph = new Graph('f32');
    build(graph);
    const kernels: KernelChoice = { ...DIRECT, [kind]: variant };
    const launches = graph.calls.flatMap((call) => call.forward({ storage: 'f32', kernels, training: false }));
    times.set(variant, await time(gpu, [...graph.tensors.values()], launches));
  }
  return VARIANTS.reduce((best, variant) => ((times.get(variant) ?? 0) < (times.get(best) ?? 0) ? variant : best));
}

/** Milliseconds of one run: the best of a few submits, each with as many runs as make it long enough to be measured. */
async function time(gpu: Gpu, tensors: readonly Tensor[], launches: readonly Launch[]): Promise<number> {
  const executor = await Executor.open(gpu, {
    programs: { measured: launches },
    buffers: tensors.map((t) => ({
      name: t.id,
      bytes: tensorBytes(t),
      usage: t.id === 'step' ? 'uniform' : 'storage',
    })),
    placements: Object.fromEntries(tensors.map((t) => [t.id, { buffer: t.id, offset: 0 }])),
  });
  try {
    const run = async (times: number): Promise<number> => {
      const start = performance.now();
      executor.submit(Array.from({ length: times }, () => ({ run: 'measured' })));
      await executor.finish();
      return (performance.now() - start) / times;
    };
    await run(1); // warms up
    let times = 1;
    let best = await run(times);
    while (best * times < LONG_ENOUGH) {
      times *= 4;
      best = await run(times);
    }
    for (let i = 1; i < REPEATS; i++) best = Math.min(best, await run(times));
    return best;
  } finally {
    executor.destroy();
  }
}
