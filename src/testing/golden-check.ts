/** Holds the whole engine to a golden PyTorch case: logits, loss, every gradient, ten AdamW steps. */
import { expect, it } from 'vitest';
import { ModelOnDevice } from '../engine/model-on-device.ts';
import { type StepMetrics, StepMetricsRing } from '../engine/step-metrics.ts';
import type { Gpu } from '../gpu/device.ts';
import type { StorageType } from '../gpu/launch.ts';
import { unpackPart } from '../model/parameters.ts';
import { planModel } from '../model/plans.ts';
import type { KernelChoice } from '../ops/operator.ts';
import { loadParameters } from '../training/initialise.ts';
import { EPSILON, OptimizerStep } from '../training/optimizer-step.ts';
import { learningRateAt } from '../training/schedule.ts';
import { difference } from './compare.ts';
import { type GOLDEN_CASES, type GoldenCase, goldenCase } from './golden.ts';

/** As golden/README.md gives them. */
const TOLERANCES = {
  f32: { loss: 1e-5, logits: 2e-4, gradient: 1e-4, losses: 2e-3, weights: 2e-3 },
  half: { loss: 5e-3, logits: 3e-2, gradient: 2e-2, losses: 2e-2, weights: 2e-2 },
} as const;
const tolerancesOf = (storage: StorageType) => (storage === 'f32' ? TOLERANCES.f32 : TOLERANCES.half);

async function open(gpu: Gpu, golden: GoldenCase, kernels: KernelChoice, storage: StorageType): Promise<ModelOnDevice> {
  const plan = planModel({
    config: golden.config,
    kernels,
    storage,
    bindingBytes: 128 * 2 ** 20,
    batch: golden.batch,
    training: true,
    generate: 0,
    logits: true,
  });
  const model = await ModelOnDevice.on(gpu, plan);
  await loadParameters(model, golden.weight);
  return model;
}

/** Largest ‖Δ‖ / ‖ref‖ over all tensors of a set, but for elements that have no gradient. */
async function worst(
  model: ModelOnDevice,
  set: 'weights' | 'gradients',
  { expected, withoutGradient }: GoldenCase,
): Promise<number> {
  const prefix = set === 'weights' ? 'after10' : 'grad';
  let largest = 0;
  for (const parameter of model.plan.table) {
    const packed = await (set === 'gradients'
      ? model.readGradient(parameter.id)
      : model.readParameter(set, parameter.id));
    for (const part of parameter.parts) {
      const [from, to] = withoutGradient[part.name] ?? [0, 0];
      const counted = (values: Float32Array) => values.filter((_, i) => i < from || i >= to);
      const reference = await expected(`${prefix}.${part.name}`);
      const { relative } = difference(counted(unpackPart(parameter, part, packed)), counted(reference));
      largest = Math.max(largest, relative);
    }
  }
  return largest;
}

function report(gpu: Gpu, text: string): void {
  console.log(`${gpu.adapter.name}: ${text}`);
}

async function lastFigures(ring: StepMetricsRing<null>): Promise<StepMetrics> {
  let last: StepMetrics | null = null;
  for await (const entry of ring.drain()) last = entry.metrics;
  if (!last) throw new Error('nothing was submitted');
  return last;
}

/** Declares the tests of a case. */
export function checkGolden(
  gpu: Gpu,
  name: (typeof GOLDEN_CASES)[number],
  kernels: KernelChoice,
  storage: StorageType = 'f32',
): void {
  const title = `${name}, ${kernels.attention}, ${storage}`;
  const tolerances = tolerancesOf(storage);

  it(`${title}: loss, logits and every gradient`, async () => {
    const golden = await goldenCase(name);
    const model = await open(gpu, golden, kernels, storage);
    const ring = new StepMetricsRing<null>(model.executor);
    await ring.submit(new OptimizerStep(model).gradients(golden.batch), null);
    const loss = Math.abs((await lastFigures(ring)).loss - golden.loss);
    model.executor.submit([{ run: 'logits' }]);
    const logit = difference(
      await model.readLogits('logits', golden.batch.rows * golden.batch.seq),
      await golden.expected('logits'),
    ).absolute;
    const gradient = await worst(model, 'gradients', golden);
    report(gpu, `${title}: |Δ loss| ${loss}, max |Δ logits| ${logit}, worst gradient ${gradient}`);
    expect(loss).toBeLessThanOrEqual(tolerances.loss);
    expect(logit).toBeLessThanOrEqual(tolerances.logits);
    expect(gradient).toBeLessThanOrEqual(tolerances.gradient);
    model.executor.destroy();
  });

  it(`${title}: ten AdamW steps`, async () => {
    const golden = await goldenCase(name);
    const model = await open(gpu, golden, kernels, storage);
    const optimizer = new OptimizerStep(model);
    const ring = new StepMetricsRing<null>(model.executor);
    const metrics: StepMetrics[] = [];
    for (let step = 0; step < golden.settings.steps; step++) {
      const hyper = { ...golden.settings, learningRate: learningRateAt(step, golden.settings), epsilon: EPSILON };
      const entry = await ring.submit(await optimizer.prepare([golden.batch], hyper), null);
      if (entry) metrics.push(entry.metrics);
    }
    for await (const entry of ring.drain()) metrics.push(entry.metrics);
    expect(metrics.map((f) => f.finite)).not.toContain(false);
    const norm = Math.abs((metrics[0] as StepMetrics).gradNorm - golden.gradNorm) / golden.gradNorm;
    const losses = metrics.map((f) => f.loss);
    const loss = difference(losses, golden.losses).absolute;
    const weight = await worst(model, 'weights', golden);
    report(gpu, `${title}: ten losses |Δ| ≤ ${loss}, worst weights ${weight}`);
    expect(norm).toBeLessThanOrEqual(tolerances.gradient);
    expect(loss).toBeLessThanOrEqual(tolerances.losses);
    expect(weight).toBeLessThanOrEqual(tolerances.weights);
    model.executor.destroy();
  });
}
