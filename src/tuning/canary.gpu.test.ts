/** The canary on a real adapter, and on kernels that look away. */
import { afterAll, describe, expect, it } from 'vitest';
import type { ExecutablePlan } from '../gpu/executor.ts';
import type { KernelLaunch } from '../gpu/launch.ts';
import { DIRECT, TILED } from '../ops/operator.ts';
import { gpuForTests } from '../testing/gpu.ts';
import { checkOverflowIsSeen, type HalfStorage, overflowCanary } from './canary.ts';

const gpu = await gpuForTests();
afterAll(() => gpu.device.destroy());
const native = gpu.adapter.features.includes('shader-f16');
const storages: HalfStorage[] = native ? ['packed', 'f16'] : ['packed'];

const spoiled = (canary: ExecutablePlan, shader: string, overrides: Record<string, number>): ExecutablePlan => ({
  ...canary,
  programs: Object.fromEntries(
    Object.entries(canary.programs).map(([name, launches]) => [
      name,
      launches.map((launch: KernelLaunch) =>
        launch.shader === shader ? { ...launch, overrides: { ...launch.overrides, ...overrides } } : launch,
      ),
    ]),
  ),
});

describe.each(storages)('an overflow in %s', (storage) => {
  it('is noticed wherever it arises', async () => {
    await expect(checkOverflowIsSeen(gpu, overflowCanary(TILED, storage))).resolves.toBeUndefined();
  });

  it.each([
    ['a gradient', 'grad_norm_parts', { VEC4S: 0 }],
    ['the loss of a row', 'loss_sum', { ROWS: 0 }],
  ])('in %s that a kernel looks past is refused', async (place, shader, overrides) => {
    await expect(
      checkOverflowIsSeen(gpu, spoiled(overflowCanary(DIRECT, storage), shader, overrides)),
    ).rejects.toMatchObject({ code: 'overflow-unseen', details: { what: `Infinity in ${place}` } });
  });
});
