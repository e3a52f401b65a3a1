/**
 * One optimizer step of the 100 M preset, two micro-batches of 256 tokens, in 16 bits within the portable tier's limits:
 * created bytes equal the plan, and gradients equal those of the same step in f32. Minutes on a software adapter.
 */
import { expect, it } from 'vitest';
import { openDawn } from '../cli/dawn.ts';
import { type Batch, IGNORE } from '../data/batches.ts';
import { Random } from '../data/random.ts';
import { ModelOnDevice } from '../engine/model-on-device.ts';
import { StepMetricsRing } from '../engine/step-metrics.ts';
import { type PlanRequest, planModel } from '../model/plans.ts';
import { PRESETS } from '../model/presets.ts';
import { difference } from '../testing/compare.ts';
import { DIRECT } from '../testing/operator-check.ts';
import { initialiseParameters } from './initialise.ts';
import { EPSILON, OptimizerStep } from './optimizer-step.ts';

const { config } = PRESETS.find((preset) => preset.id === 'az-100m') as (typeof PRESETS)[number];
const SEQ = 256;
const HYPER = { learningRate: 1e-4, beta1: 0.9, beta2: 0.95, epsilon: EPSILON, weightDecay: 0.1, clip: 1 };

function microBatch(seed: number): Batch {
  const random = new Random(seed);
  const tokens = Int32Array.from({ length: SEQ }, () => random.integer(config.vocabSize));
  const targets = Int32Array.from({ length: SEQ }, (_, i) => (i % 9 === 0 ? IGNORE : random.integer(config.vocabSize)));
  return { tokens, targets, counted: targets.filter((target) => target !== IGNORE).length };
}

/** The loss and every gradient of the step, without the loss scale. */
async function gradientsOf(change: Pick<PlanRequest, 'storage' | 'moments' | 'recompute'>) {
  const plan = planModel({
    config,
    kernels: DIRECT,
    bindingBytes: 128 * 2 ** 20,
    batch: { rows: 1, seq: SEQ },
    training: true,
    generate: 0,
    ...change,
  });
  const model = await ModelOnDevice.open(await openDawn(process.env.OCAQ_ADAPTER ?? ''), plan);
  try {
    initialiseParameters(model, 1);
    const optimizer = new OptimizerStep(model);
    const ring = new StepMetricsRing<null>(model.executor);
    const commands = await optimizer.prepare([microBatch(1), microBatch(2)], HYPER);
    await ring.submit(commands, null);
    let loss = Number.NaN;
    for await (const { metrics } of ring.drain()) {
      expect(metrics.finite).toBe(true);
      loss = metrics.loss;
    }
    const gradients = new Map<string, Float32Array>();
    for (const { id } of model.plan.table) gradients.set(id, await model.readGradient(id));
    return { loss, gradients, planned: plan.totalBytes, created: model.executor.createdBytes };
  } finally {
    model.destroy();
  }
}

it('az-100m in 16 bits: created bytes equal the plan, gradients those of f32', async () => {
  const half = await gradientsOf({ storage: 'packed', moments: 'bf16', recompute: 'selective' });
  expect(Math.abs(half.created - half.planned)).toBeLessThanOrEqual(0.01 * half.planned);
  const full = await gradientsOf({ storage: 'f32', moments: 'f32', recompute: 'none' });
  let worst = 0;
  for (const [id, gradient] of full.gradients)
    worst = Math.max(worst, difference(half.gradients.get(id) as Float32Array, gradient).relative);
  console.log(
    `${process.env.OCAQ_ADAPTER}: planned ${half.planned}, created ${half.created} bytes; loss ${half.loss} against ${full.loss}; worst gradient ${worst}`,
  );
  expect(Math.abs(half.loss - full.loss)).toBeLessThanOrEqual(5e-3);
  expect(worst).toBeLessThanOrEqual(2e-2);
}, 3_600_000);
