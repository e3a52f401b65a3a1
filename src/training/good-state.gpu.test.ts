/** What of a state on a device may become a checkpoint. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ModelOnDevice } from '../engine/model-on-device.ts';
import { StepMetricsRing } from '../engine/step-metrics.ts';
import { planModel } from '../model/plans.ts';
import { goldenCase } from '../testing/golden.ts';
import { gpuForTests } from '../testing/gpu.ts';
import { DIRECT } from '../testing/operator-check.ts';
import { readGoodState } from './good-state.ts';
import { initialiseParameters } from './initialise.ts';
import { newLoopState } from './loop-state.ts';
import { EPSILON, OptimizerStep } from './optimizer-step.ts';

const gpu = await gpuForTests();
const { config, batch, settings } = await goldenCase('gqa-tied');
afterAll(() => gpu.device.destroy());

const formats = { storage: 'f32', moments: 'f32', recompute: 'none' } as const;
const adapter = { name: gpu.adapter.name, maxBindingBytes: 2 ** 27, features: gpu.adapter.features };
const shape = { batch, training: true, generate: 0 };
const plan = planModel({ config, kernels: DIRECT, bindingBytes: adapter.maxBindingBytes, ...formats, ...shape });
const matrix = plan.table.find(({ rows, cols }) => rows > 1 && cols > 1)!;
const model = await ModelOnDevice.on(gpu, plan);

beforeAll(async () => {
  initialiseParameters(model, 1);
  const ring = new StepMetricsRing<null>(model.executor);
  const hyper = { learningRate: 1e-3, beta1: 0.9, beta2: 0.95, epsilon: EPSILON, weightDecay: 0, clip: 1 };
  await ring.submit(await new OptimizerStep(model).prepare([batch], hyper), null);
  for await (const _ of ring.drain());
});

/** The tensors of the state after a step, with what a test makes of a matrix. */
async function saved(change: (values: Float32Array) => void, of = model): Promise<number> {
  const before = await of.readParameter('weights', matrix.id);
  const values = before.slice();
  change(values);
  of.writeParameter('weights', matrix.id, values);
  try {
    const reached = { ...newLoopState(settings, DIRECT, adapter, formats), step: 7 };
    let tensors = 0;
    for await (const _ of readGoodState(of, reached)) tensors++;
    return tensors;
  } finally {
    of.writeParameter('weights', matrix.id, before);
  }
}

describe('a state', () => {
  it('of finite weights is let through', async () => {
    expect(await saved(() => undefined)).toBeGreaterThan(2);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('with one weight that is %f is not', async (wrong) => {
    const ruined = saved((values) => values.set([wrong], 5));
    await expect(ruined).rejects.toMatchObject({ code: 'weights-not-finite', details: { step: 7 } });
  });

  it('with a matrix of one number is not', async () => {
    await expect(saved((values) => values.fill(0.5))).rejects.toMatchObject({ code: 'weights-dead' });
  });

  it('that has learned nothing may have one: adapters and zero starts begin so', async () => {
    const fresh = await ModelOnDevice.on(await gpuForTests(), plan);
    try {
      expect(await saved((values) => values.fill(0), fresh)).toBeGreaterThan(2);
    } finally {
      fresh.destroy();
    }
  });
});
