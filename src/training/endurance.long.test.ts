/**
 * Long runs leak nothing: over 500 optimizer steps the GPU bytes created stay those of the plan, and the JavaScript heap
 * after collection does not grow beyond noise. Run by `npm run test:long` (Node needs --expose-gc).
 */

import { expect, it } from 'vitest';
import { memoryStream, windowBatches } from '../data/batches.ts';
import { Random } from '../data/random.ts';
import { ModelOnDevice } from '../engine/model-on-device.ts';
import { StepMetricsRing } from '../engine/step-metrics.ts';
import { parseModelConfig } from '../model/families/table.ts';
import { planModel } from '../model/plans.ts';
import { gpuForTests } from '../testing/gpu.ts';
import { DIRECT } from '../testing/operator-check.ts';
import { initialiseParameters } from './initialise.ts';
import { EPSILON, OptimizerStep } from './optimizer-step.ts';

const config = parseModelConfig({
  model_type: 'llama',
  architectures: ['LlamaForCausalLM'],
  vocab_size: 64,
  hidden_size: 16,
  num_hidden_layers: 1,
  num_attention_heads: 2,
  num_key_value_heads: 2,
  intermediate_size: 24,
  max_position_embeddings: 16,
  rms_norm_eps: 1e-5,
  tie_word_embeddings: true,
});
const HYPER = { learningRate: 1e-3, beta1: 0.9, beta2: 0.95, epsilon: EPSILON, weightDecay: 0.1, clip: 1 };
/** Bytes that the heap may differ by between two collections without anything being kept: 0.5 KiB a step. */
const NOISE = 256 * 1024;

it('500 steps create no GPU buffer and keep nothing on the heap', async () => {
  const { gc } = globalThis;
  if (!gc) throw new Error('run with --expose-gc: npm run test:long');
  const gpu = await gpuForTests();
  const create = gpu.device.createBuffer.bind(gpu.device);
  let created = 0;
  gpu.device.createBuffer = (descriptor) => {
    created += descriptor.size;
    return create(descriptor);
  };
  const model = await ModelOnDevice.on(
    gpu,
    planModel({
      config,
      kernels: DIRECT,
      storage: 'f32',
      bindingBytes: 2 ** 27,
      batch: { rows: 2, seq: 16 },
      training: true,
      generate: 0,
    }),
  );
  initialiseParameters(model, 1);
  const random = new Random(1);
  const source = windowBatches(memoryStream(Uint32Array.from({ length: 4000 }, () => random.integer(64))), {
    seq: 16,
    seed: 1,
  });
  const optimizer = new OptimizerStep(model);
  const ring = new StepMetricsRing<null>(model.executor);
  const steps = async (count: number): Promise<number> => {
    for (let step = 0; step < count; step++)
      await ring.submit(await optimizer.prepare([await source.next(2)], HYPER), null);
    for await (const { metrics } of ring.drain()) expect(metrics.finite).toBe(true);
    await gc({ execution: 'async' });
    await gc({ execution: 'async' });
    return process.memoryUsage().heapUsed;
  };
  await steps(200);
  const before = await steps(20);
  const after = await steps(500);
  console.log(
    `${process.env.OCAQ_ADAPTER}: heap ${before} → ${after} bytes over 500 steps; GPU bytes created ${created}, planned ${model.plan.totalBytes}`,
  );
  expect(Math.abs(created - model.plan.totalBytes)).toBeLessThanOrEqual(0.01 * model.plan.totalBytes);
  expect(after - before).toBeLessThanOrEqual(NOISE);
}, 600_000);
