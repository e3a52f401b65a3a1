/** Times launches alone, over tensors whose contents do not matter, by the wall clock. */
import type { Gpu } from '../gpu/device.ts';
import { Executor } from '../gpu/executor.ts';
import { median } from '../gpu/profile-clock.ts';
import { type Graph, type Launch, tensorBytes } from '../ops/operator.ts';

/** One timed batch of launches lasts at least this long. */
export const BATCH_MS = 30;

/** Milliseconds of all the launches together: the median of so many rounds. */
export async function timeLaunches(
  gpu: Gpu,
  graph: Graph,
  launches: readonly Launch[],
  rounds: number,
): Promise<number> {
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
  try {
    const run = async (times: number): Promise<number> => {
      const start = performance.now();
      executor.submit(Array.from({ length: times }, () => ({ run: 'measured' })));
      await executor.finish();
      return performance.now() - start;
    };
    await run(1);
    const times = Math.max(1, Math.ceil(BATCH_MS / Math.max(await run(1), 0.01)));
    const measured: number[] = [];
    for (let i = 0; i < rounds; i++) measured.push((await run(times)) / times);
    return median(measured);
  } finally {
    executor.destroy();
  }
}
