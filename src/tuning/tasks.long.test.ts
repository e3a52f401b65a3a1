/** What a graphics card is tuned by, in full size: the workloads fit default limits, and the kernels get them right. */
import { afterAll, expect, it } from 'vitest';
import { openDawn } from '../cli/dawn.ts';
import { openDevice } from '../gpu/device.ts';
import { DIRECT } from '../ops/operator.ts';
import { BenchmarkDevice } from './benchmark.ts';
import { tuningTasks } from './tasks.ts';

const dawn = await openDawn(process.env.OCAQ_ADAPTER);
const bench = await BenchmarkDevice.over(() => openDevice(dawn, { bufferBytes: 0, bindingBytes: 0 }));
afterAll(() => bench.close());

it.each(tuningTasks({ software: false, features: [] }, 'f32').map((task) => [task.name, task] as const))(
  '%s',
  async (_, task) => {
    const started = performance.now();
    const work = task.workload();
    // On a card it is done between two candidates.
    expect(performance.now() - started).toBeLessThan(5000);
    for (const filling of work.launches(DIRECT).some(({ shader }) => shader === 'gemm_tn') ? [1, 512] : [1])
      await bench.check(work, { ...DIRECT, filling });
  },
);
