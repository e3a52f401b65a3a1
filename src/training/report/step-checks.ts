/**
 * A step of a small model against itself: twice by the same kernels, which must give the same bits; by the other kind of
 * kernels and in 16 bits, which must give nearly the same gradient; and against what a gradient and AdamW are by definition.
 */
import { IGNORE } from '../../data/batches.ts';
import { Random } from '../../data/random.ts';
import { ModelOnDevice } from '../../engine/model-on-device.ts';
import { StepMetricsRing } from '../../engine/step-metrics.ts';
import { storageFor } from '../../gpu/device.ts';
import type { StorageType } from '../../gpu/launch.ts';
import { planModel } from '../../model/plans.ts';
import { llamaConfig } from '../../model/presets.ts';
import { DIRECT, type KernelChoice, roundUp, TILED } from '../../ops/operator.ts';
import { defaultKernels } from '../../tuning/tasks.ts';
import { initialiseParameters } from '../initialise.ts';
import { EPSILON, OptimizerStep } from '../optimizer-step.ts';
import type { Findings, ReportContext } from './report.ts';

const SEQ = 48;
const ROWS = 2;
const CONFIG = llamaConfig({ width: 64, layers: 2, heads: 4, ffn: 96, context: SEQ, vocab: 320 });
/** Without clipping and decay, the first step moves each weight by rate · g / (|g| + ε). */
const HYPER = { learningRate: 1e-3, beta1: 0.9, beta2: 0.95, epsilon: EPSILON, weightDecay: 0, clip: 0 };
/** Of the length of the gradient, in weights. */
const STEP = 0.02;
/** Largest differences, as the references of whole models allow them. */
const BOUNDS = { f32: 1e-4, half: 2e-2, update: 1e-3, slope: 0.02 };

export async function checkStepTwice({ dawn, adapter }: ReportContext, signal: AbortSignal): Promise<Findings> {
  const kernels = defaultKernels(adapter);
  const first = await withModel(dawn, kernels, 'f32', weightsAfterSteps);
  signal.throwIfAborted();
  const second = await withModel(dawn, kernels, 'f32', weightsAfterSteps);
  const differing = first.reduce((count, value, i) => count + (value === second[i] ? 0 : 1), 0);
  return { figures: [{ name: 'weights that differ', value: differing, atMost: 0 }] };
}

export async function checkStepAgainstItself({ dawn, adapter }: ReportContext, signal: AbortSignal): Promise<Findings> {
  const by = (kernels: KernelChoice, storage: StorageType) => {
    signal.throwIfAborted();
    return withModel(dawn, kernels, storage, gradientOf);
  };
  const usual = defaultKernels(adapter);
  const gradient = await by(usual, 'f32');
  const otherKernels = await by(usual.attention === 'direct' ? TILED : DIRECT, 'f32');
  const half = await by(usual, storageFor('f16', adapter));
  const update = await withModel(dawn, usual, 'f32', updateDifference);
  signal.throwIfAborted();
  const slope = await withModel(dawn, usual, 'f32', slopeOverGradient);
  return {
    figures: [
      { name: 'difference, f32', value: difference(otherKernels, gradient), atMost: BOUNDS.f32 },
      { name: 'difference, 16 bits', value: difference(half, gradient), atMost: BOUNDS.half },
      { name: 'difference of the update', value: update, atMost: BOUNDS.update },
      { name: 'slope over gradient', value: slope, atLeast: 1 - BOUNDS.slope, atMost: 1 + BOUNDS.slope },
    ],
  };
}

async function withModel<T>(
  dawn: GPU | undefined,
  kernels: KernelChoice,
  storage: StorageType,
  work: (model: ModelOnDevice) => Promise<T>,
): Promise<T> {
  const plan = planModel({
    config: CONFIG,
    kernels,
    storage,
    bindingBytes: 128 * 2 ** 20,
    batch: { rows: ROWS, seq: SEQ },
    training: true,
    generate: 0,
  });
  const model = await ModelOnDevice.open(dawn, plan);
  try {
    initialiseParameters(model, 1);
    return await work(model);
  } finally {
    model.destroy();
  }
}

function batch() {
  const random = new Random(1);
  const tokens = Int32Array.from({ length: ROWS * SEQ }, () => random.integer(CONFIG.vocabSize));
  const targets = tokens.map((token, i) => (i === 0 ? IGNORE : (3 * token + 1) % CONFIG.vocabSize));
  return { tokens, targets, counted: targets.length - 1 };
}

async function takeStep(model: ModelOnDevice): Promise<void> {
  model.executor.submit(await new OptimizerStep(model).prepare([batch()], HYPER));
  await model.executor.finish();
}

async function weightsAfterSteps(model: ModelOnDevice): Promise<Float64Array> {
  for (let i = 0; i < 3; i++) await takeStep(model);
  return weightsOf(model);
}

/** The loss, with the gradient left on the device. */
async function lossOf(model: ModelOnDevice): Promise<number> {
  const ring = new StepMetricsRing<null>(model.executor);
  await ring.submit(new OptimizerStep(model).gradients(batch()), null);
  let loss = Number.NaN;
  for await (const { metrics } of ring.drain()) loss = metrics.loss;
  return loss;
}

async function gradientOf(model: ModelOnDevice): Promise<Float64Array> {
  await lossOf(model);
  return joined(model, (id) => model.readGradient(id));
}

/** How far the first update is from AdamW's formula in float64, as a share of the update. */
async function updateDifference(model: ModelOnDevice): Promise<number> {
  const gradient = await gradientOf(model);
  const before = await weightsOf(model);
  await takeStep(model);
  const moved = (await weightsOf(model)).map((after, i) => after - (before[i] as number));
  const formula = gradient.map((g) => (-HYPER.learningRate * g) / (Math.abs(g) + EPSILON));
  return difference(moved, formula);
}

/** (loss(w + s) − loss(w − s)) / 2|s| along the gradient, which is the gradient's length. */
async function slopeOverGradient(model: ModelOnDevice): Promise<number> {
  const gradient = await gradientOf(model);
  const weights = await weightsOf(model);
  const length = norm(gradient);
  const lossAt = async (step: number) => {
    write(
      model,
      weights.map((weight, i) => weight + (step * (gradient[i] as number)) / length),
    );
    return lossOf(model);
  };
  return ((await lossAt(STEP)) - (await lossAt(-STEP))) / (2 * STEP) / length;
}

const weightsOf = (model: ModelOnDevice) => joined(model, (id) => model.readParameter('weights', id));

/** Padded values of all parameters, one after the other. */
async function joined(model: ModelOnDevice, read: (id: string) => Promise<Float32Array>): Promise<Float64Array> {
  const values: Float32Array[] = [];
  for (const { id } of model.plan.table) values.push(await read(id));
  const all = new Float64Array(values.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const one of values) {
    all.set(one, at);
    at += one.length;
  }
  return all;
}

/** The other way. */
function write(model: ModelOnDevice, all: Float64Array): void {
  let at = 0;
  for (const { id, rows, cols } of model.plan.table) {
    const end = at + rows * roundUp(cols, 4);
    model.writeParameter('weights', id, Float32Array.from(all.subarray(at, end)));
    at = end;
  }
  model.finishWeights();
}

const norm = (values: Float64Array): number => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));

/** ‖values − expected‖ / ‖expected‖ */
const difference = (values: Float64Array, expected: Float64Array): number =>
  norm(values.map((value, i) => value - (expected[i] as number))) / norm(expected);
