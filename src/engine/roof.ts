/**
 * What an adapter can do at most, measured by kernels that do nothing else: multiply-adds, and reading memory. Every other
 * kernel is judged by its share of these two, in the same run; data sheets promise more.
 */
import type { Roof } from '../gpu/budget.ts';
import type { Gpu } from '../gpu/device.ts';
import { Executor } from '../gpu/executor.ts';
import { LaunchTimer } from '../gpu/profile.ts';
import { DIRECT, Graph, type Launch, launch, reads, type Tensor, tensorBytes, writes } from '../ops/operator.ts';

const INVOCATIONS = 64;
const CONTEXT = { kernels: DIRECT, training: false, label: 'roof' } as const;

/** @param rounds the median of so many is taken */
export async function measureRoof(gpu: Gpu, rounds: number): Promise<Roof> {
  return { flopsPerSecond: await fmaRoof(gpu, rounds), bytesPerSecond: await bandwidthRoof(gpu, rounds) };
}

/** Multiply-adds a second, counted as two operations each. */
export async function fmaRoof(gpu: Gpu, rounds: number): Promise<number> {
  const groups = gpu.adapter.software ? 64 : 4096;
  const ROUNDS = 4096;
  const out = new Graph('f32').matrix('out', groups * INVOCATIONS, 4);
  const roof = launch(CONTEXT, {
    shader: 'fma_roof',
    bindings: [writes(out)],
    overrides: { ROUNDS },
    workgroups: [groups, 1, 1],
    flops: groups * INVOCATIONS * 2 * 4 * 8 * ROUNDS,
  });
  return roof.flops / (await seconds(gpu, [out], roof, rounds));
}

/**
 * Bytes read a second from 128 MiB: more than most caches hold. Software adapters are bound by the instructions that read
 * rather than by memory; they get 64 MiB in few workgroups with long loops, the fastest of what was tried.
 */
export async function bandwidthRoof(gpu: Gpu, rounds: number): Promise<number> {
  const [groups, ROUNDS] = gpu.adapter.software ? [64, 256] : [4096, 8];
  const graph = new Graph('f32');
  const out = graph.matrix('out', groups * INVOCATIONS, 4);
  const values = graph.matrix('values', 4 * ROUNDS * groups * INVOCATIONS, 4);
  const roof = launch(CONTEXT, {
    shader: 'bandwidth_roof',
    bindings: [writes(out), reads(values)],
    overrides: { ROUNDS },
    workgroups: [groups, 1, 1],
    flops: 0,
  });
  return roof.bytes / (await seconds(gpu, [out, values], roof, rounds));
}

async function seconds(gpu: Gpu, tensors: readonly Tensor[], measured: Launch, rounds: number): Promise<number> {
  const executor = await Executor.open(gpu, {
    programs: { measured: [measured] },
    buffers: tensors.map((t) => ({ name: t.id, bytes: tensorBytes(t), usage: 'storage' })),
    placements: Object.fromEntries(tensors.map((t) => [t.id, { buffer: t.id, offset: 0 }])),
  });
  try {
    const timer = await LaunchTimer.open(executor);
    try {
      return (await timer.launch('measured', 0, rounds)).milliseconds / 1000;
    } finally {
      timer.destroy();
    }
  } finally {
    executor.destroy();
  }
}
