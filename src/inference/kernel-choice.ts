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
      gemm: await fastest(gpu, 'gemm', product),
      attention: await fastest(gpu, 'attention', smallAttention),
      reduction: await fastest(gpu, 'reduction', norm),
    };
  } finally {
    gpu.device.destroy();
  }
}

function product(graph: Graph): void {
  linear(graph, graph.matrix('x', 256, 256), graph.matrix('w', 256, 256), 'y');
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

/** Best of a few runs, after one that warms up; milliseconds. */
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
    let best = Number.POSITIVE_INFINITY;
    for (let i = 0; i <= REPEATS; i++) {
      const start = performance.now();
      executor.submit([{ run: 'measured' }]);
      await executor.finish();
      if (i > 0) best = Math.min(best, performance.now() - start);
    }
    return best;
  } finally {
    executor.destroy();
  }
}
