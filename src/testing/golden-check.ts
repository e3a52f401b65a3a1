/** Holds the whole engine to a golden PyTorch case: logits, loss, every gradient, ten AdamW steps. */
import { expect, it } from 'vitest';
import type { Gpu } from '../gpu/device.ts';
import { ModelOnDevice } from '../inference/model-on-device.ts';
import { unpackPart } from '../model/parameters.ts';
import { logitsOf, planModel } from '../model/plans.ts';
import { type KernelChoice, roundUp } from '../ops/operator.ts';
import { FigureRing, type Figures } from '../training/figures.ts';
import { loadParameters } from '../training/initialise.ts';
import { EPSILON, OptimizerStep } from '../training/optimizer-step.ts';
import { learningRateAt } from '../training/schedule.ts';
import { difference } from './compare.ts';
import { type GOLDEN_CASES, type GoldenCase, goldenCase } from './golden.ts';

async function open(gpu: Gpu, golden: GoldenCase, kernels: KernelChoice): Promise<ModelOnDevice> {
  const plan = planModel({
    config: golden.config,
    kernels,
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

async function logits(model: ModelOnDevice): Promise<Float32Array> {
  const [rows, vocab] = [(model.plan.batch?.rows ?? 0) * (model.plan.batch?.seq ?? 0), model.config.vocabSize];
  const stride = roundUp(vocab, 4);
  model.executor.submit([{ run: 'logits' }]);
  const padded = new Float32Array(await model.executor.read(logitsOf('logits'), rows * stride * 4));
  const out = new Float32Array(rows * vocab);
  for (let row = 0; row < rows; row++) out.set(padded.subarray(row * stride, row * stride + vocab), row * vocab);
  return out;
}

/** Largest ‖Δ‖ / ‖ref‖ over all tensors of a set. */
async function worst(
  model: ModelOnDevice,
  set: 'weights' | 'gradients',
  expected: (tensor: string) => Promise<Float32Array>,
): Promise<number> {
  let largest = 0;
  for (const parameter of model.plan.table) {
    const packed = await model.readParameter(set, parameter.id);
    for (const part of parameter.parts) {
      const { relative } = difference(unpackPart(parameter, part, packed), await expected(part.name));
      largest = Math.max(largest, relative);
    }
  }
  return largest;
}

function report(gpu: Gpu, text: string): void {
  console.log(`${gpu.adapter.name}: ${text}`);
}

async function lastFigures(ring: FigureRing<null>): Promise<Figures> {
  let last: Figures | null = null;
  for await (const entry of ring.drain()) last = entry.figures;
  if (!last) throw new Error('nothing was submitted');
  return last;
}

/** Declares the tests of a case. */
export function checkGolden(gpu: Gpu, name: (typeof GOLDEN_CASES)[number], kernels: KernelChoice): void {
  it(`${name}, ${kernels.gemm}: loss, logits and every gradient`, async () => {
    const golden = await goldenCase(name);
    const model = await open(gpu, golden, kernels);
    const ring = new FigureRing<null>(model.executor);
    await ring.submit(new OptimizerStep(model).gradients(golden.batch), null);
    const loss = Math.abs((await lastFigures(ring)).loss - golden.loss);
    const logit = difference(await logits(model), await golden.expected('logits')).absolute;
    const gradient = await worst(model, 'gradients', (tensor) => golden.expected(`grad.${tensor}`));
    report(gpu, `${name}, ${kernels.gemm}: |Δ loss| ${loss}, max |Δ logits| ${logit}, worst gradient ${gradient}`);
    expect(loss).toBeLessThanOrEqual(1e-5);
    expect(logit).toBeLessThanOrEqual(2e-4);
    expect(gradient).toBeLessThanOrEqual(1e-4);
    model.executor.destroy();
  });

  it(`${name}, ${kernels.gemm}: ten AdamW steps`, async () => {
    const golden = await goldenCase(name);
    const model = await open(gpu, golden, kernels);
    const optimizer = new OptimizerStep(model);
    const ring = new FigureRing<null>(model.executor);
    const figures: Figures[] = [];
    for (let step = 0; step < golden.settings.steps; step++) {
      const hyper = { ...golden.settings, learningRate: learningRateAt(step, golden.settings), epsilon: EPSILON };
      const entry = await ring.submit(optimizer.prepare([golden.batch], step, hyper), null);
      if (entry) figures.push(entry.figures);
    }
    for await (const entry of ring.drain()) figures.push(entry.figures);
    expect(figures.map((f) => f.finite)).not.toContain(false);
    const norm = Math.abs((figures[0] as Figures).gradNorm - golden.gradNorm) / golden.gradNorm;
    const losses = figures.map((f) => f.loss);
    const loss = difference(losses, golden.losses).absolute;
    const weight = await worst(model, 'weights', (tensor) => golden.expected(`after10.${tensor}`));
    report(gpu, `${name}, ${kernels.gemm}: ten losses |Δ| ≤ ${loss}, worst weights ${weight}`);
    expect(norm).toBeLessThanOrEqual(1e-4);
    expect(loss).toBeLessThanOrEqual(2e-3);
    expect(weight).toBeLessThanOrEqual(2e-3);
    model.executor.destroy();
  });
}
