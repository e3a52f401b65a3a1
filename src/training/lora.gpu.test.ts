/**
 * Adapters in every family. What they compute is held to the model that they are merged into: with W + scale · B·A as weights
 * the logits are the same, and by the chain rule dB = scale · dW·Aᵀ and dA = scale · Bᵀ·dW, where dW is the gradient of the
 * merged weight, itself held to PyTorch (golden.gpu.test.ts).
 */
import { afterAll, describe, expect, it } from 'vitest';
import { IGNORE } from '../data/batches.ts';
import { Random } from '../data/random.ts';
import { ModelOnDevice } from '../engine/model-on-device.ts';
import { decode, prefill } from '../inference/generate.ts';
import { parameterTable } from '../model/families/table.ts';
import { type LoraConfig, loraScale } from '../model/lora.ts';
import { addLowRank } from '../model/low-rank.ts';
import { methodRequest } from '../model/method.ts';
import { type Parameter, partShape, unpackPart } from '../model/parameters.ts';
import { type PlanRequest, planModel } from '../model/plans.ts';
import type { RecomputePolicy } from '../plan/recompute.ts';
import { difference } from '../testing/compare.ts';
import { type GOLDEN_CASES, type GoldenCase, goldenCase } from '../testing/golden.ts';
import { gpuForTests } from '../testing/gpu.ts';
import { DIRECT } from '../testing/operator-check.ts';
import { initialiseParameters, loadParameters } from './initialise.ts';
import { OptimizerStep } from './optimizer-step.ts';

const gpu = await gpuForTests();
afterAll(() => gpu.device.destroy());

const LORA: LoraConfig = { rank: 3, alpha: 6, dropout: 0, targets: 'all-linear', rsLora: false };
const half = gpu.adapter.features.includes('shader-f16') ? 'f16' : 'packed';

const open = async (golden: GoldenCase, change: Partial<PlanRequest>): Promise<ModelOnDevice> =>
  ModelOnDevice.on(
    gpu,
    planModel({
      config: golden.config,
      kernels: DIRECT,
      storage: 'f32',
      bindingBytes: 2 ** 27,
      batch: golden.batch,
      training: true,
      generate: 0,
      logits: true,
      ...change,
    }),
  );

const adapted = (golden: GoldenCase, lora: LoraConfig) =>
  methodRequest({ kind: 'lora', lora, base: { storage: 'f32' } }, golden.config);

/** Both factors drawn at random, by the names of files; B too, so that every gradient has something to go through. */
function factorsOf(parameters: readonly Parameter[]): Map<string, Float32Array> {
  const random = new Random(5);
  return new Map(
    parameters
      .filter(({ isAdapter }) => isAdapter)
      .flatMap((parameter) => parameter.parts.map((part) => [part.name, partShape(parameter, part)] as const))
      .map(([name, [rows = 0, cols = 0]]) => [
        name,
        Float32Array.from({ length: rows * cols }, () => random.normal() * 0.1),
      ]),
  );
}

const nameOf = (module: string, factor: 'A' | 'B') =>
  `base_model.model.${module.slice(0, -'.weight'.length)}.lora_${factor}.weight`;

/** The weight of a base with what its adapter adds, where it has one. */
async function mergedWeight(golden: GoldenCase, lora: LoraConfig, factors: Map<string, Float32Array>, name: string) {
  const weights = await golden.weight(name);
  const [a, b] = [factors.get(nameOf(name, 'A')), factors.get(nameOf(name, 'B'))];
  if (!a || !b) return weights;
  const merged = Float32Array.from(weights);
  const { rank } = lora;
  addLowRank(merged, { rank, a, b, scale: loraScale(lora), isTransposed: golden.config.family === 'gpt2' });
  return merged;
}

async function load(model: ModelOnDevice, golden: GoldenCase, factors: Map<string, Float32Array>): Promise<void> {
  await loadParameters(model, async (name) => factors.get(name) ?? golden.weight(name));
}

/** Gradients by the names of files. */
async function gradientsOf(model: ModelOnDevice, parameters: readonly Parameter[]): Promise<Map<string, Float32Array>> {
  const found = new Map<string, Float32Array>();
  for (const parameter of parameters) {
    const values = await model.readGradient(parameter.id);
    for (const part of parameter.parts) found.set(part.name, unpackPart(parameter, part, values));
  }
  return found;
}

async function stepOf(model: ModelOnDevice, golden: GoldenCase, parameters: readonly Parameter[]) {
  model.executor.submit(new OptimizerStep(model).gradients(golden.batch));
  const gradients = await gradientsOf(model, parameters);
  model.executor.submit([{ run: 'logits' }]);
  const logits = await model.readLogits('logits', golden.batch.rows * golden.batch.seq);
  expect(gpu.failure()).toBeNull();
  return { gradients, logits };
}

/** dB = scale · dW·Aᵀ [out, rank] and dA = scale · Bᵀ·dW [rank, in] of a matrix dW [out, in], in float64. */
function chainRule(dw: Float32Array, a: Float32Array, b: Float32Array, lora: LoraConfig, isTransposed: boolean) {
  const { rank } = lora;
  const [inputs, outputs] = [a.length / rank, b.length / rank];
  const scale = loraScale(lora);
  const [da, db] = [new Float64Array(a.length), new Float64Array(b.length)];
  for (let out = 0; out < outputs; out++)
    for (let input = 0; input < inputs; input++) {
      const value = scale * dw[isTransposed ? input * outputs + out : out * inputs + input]!;
      for (let k = 0; k < rank; k++) {
        db[out * rank + k]! += value * a[k * inputs + input]!;
        da[k * inputs + input]! += value * b[out * rank + k]!;
      }
    }
  return { da, db };
}

async function check(
  name: (typeof GOLDEN_CASES)[number],
  { lora = LORA, ...change }: Partial<PlanRequest> & { readonly lora?: LoraConfig } = {},
  tolerance = { logits: 1e-4, gradient: 1e-4 },
): Promise<void> {
  const golden = await goldenCase(name);
  const unmerged = await open(golden, { ...adapted(golden, lora), ...change });
  const adapters = unmerged.plan.table.filter(({ isAdapter }) => isAdapter);
  const factors = factorsOf(adapters);
  await load(unmerged, golden, factors);
  const own = await stepOf(unmerged, golden, adapters);
  expect(unmerged.executor.createdBytes).toBe(unmerged.plan.totalBytes);
  unmerged.executor.destroy();

  const merged = await open(golden, change);
  await loadParameters(merged, (tensor) => mergedWeight(golden, lora, factors, tensor));
  const reference = await stepOf(merged, golden, parameterTable(golden.config));
  merged.executor.destroy();

  expect(difference(own.logits, reference.logits).absolute).toBeLessThanOrEqual(tolerance.logits);
  let worst = 0;
  for (const [tensor, dw] of reference.gradients) {
    const [a, b] = [factors.get(nameOf(tensor, 'A')), factors.get(nameOf(tensor, 'B'))];
    if (!a || !b) continue;
    const { da, db } = chainRule(dw, a, b, lora, golden.config.family === 'gpt2');
    for (const [factor, expected] of [['A', da] as const, ['B', db] as const]) {
      const gradient = own.gradients.get(nameOf(tensor, factor))!;
      worst = Math.max(worst, difference(gradient, expected).relative);
    }
  }
  console.log(`${gpu.adapter.name}: ${name}, worst gradient of an adapter ${worst}`);
  expect(worst).toBeGreaterThan(0);
  expect(worst).toBeLessThanOrEqual(tolerance.gradient);
}

describe('adapters beside weights are those merged into them', () => {
  it.each(['qwen2', 'qwen3', 'gpt2'] as const)('%s', (name) => check(name));

  it('of some modules, in a rank of whole vec4s', () =>
    check('gqa-tied', {
      lora: { rank: 4, alpha: 3, dropout: 0, targets: ['q_proj', 'v_proj', 'up_proj'], rsLora: true },
    }));

  it('in 16 bits', () => check('gqa-tied', { storage: half }, { logits: 3e-2, gradient: 2e-2 }));
});

/** Logits of a batch, of a prompt's last token and of the token decoded after it. */
async function answersOf(golden: GoldenCase, model: ModelOnDevice): Promise<Float32Array[]> {
  const { tokens, rows, seq } = golden.batch;
  model.executor.write('tokens', tokens as Int32Array<ArrayBuffer>);
  model.executor.submit([{ run: 'logits' }]);
  const whole = await model.readLogits('logits', rows * seq);
  const prompted = await prefill(model, Uint32Array.from(tokens.subarray(0, 3)));
  const next = await decode(model, tokens[3]!, 3);
  return [whole, prompted, next].map((values) => Float32Array.from(values));
}

describe('decoding', () => {
  const answering = (golden: GoldenCase, change: Partial<PlanRequest>) =>
    open(golden, { training: false, generate: golden.batch.seq, ...change });

  it('with a new adapter, whose B is zero, gives the very bits of the base', async () => {
    const golden = await goldenCase('gqa-tied');
    const base = await answering(golden, {});
    await loadParameters(base, golden.weight);
    const fresh = await answering(golden, adapted(golden, LORA));
    await loadParameters(fresh, golden.weight, parameterTable(golden.config));
    const adapters = fresh.plan.table.filter(({ isAdapter }) => isAdapter);
    initialiseParameters(fresh, 1, 'scaled', adapters);
    const expected = await answersOf(golden, base);
    expect(await answersOf(golden, fresh)).toEqual(expected);

    const factors = factorsOf(adapters);
    await load(fresh, golden, factors);
    await loadParameters(base, (tensor) => mergedWeight(golden, LORA, factors, tensor));
    const merged = await answersOf(golden, base);
    for (const [i, logits] of (await answersOf(golden, fresh)).entries())
      expect(difference(logits, merged[i]!).absolute).toBeLessThanOrEqual(1e-4);
    expect(difference(merged[2]!, expected[2]!).absolute).toBeGreaterThan(1e-2);
    for (const model of [base, fresh]) model.executor.destroy();
  });
});

describe('gradients', () => {
  it('are the same bits with layers recomputed, and add up over micro-batches of unequal lengths', async () => {
    const golden = await goldenCase('gqa-tied');
    const { tokens, targets, rows, seq } = golden.batch;
    const hyper = { learningRate: 1e-9, beta1: 0.9, beta2: 0.9, epsilon: 1e-8, weightDecay: 0, clip: 0 };
    const inParts = async (size: number, recompute: RecomputePolicy) => {
      const batch = { rows: size, seq };
      const model = await open(golden, { ...adapted(golden, LORA), batch, logits: false, recompute });
      const adapters = model.plan.table.filter(({ isAdapter }) => isAdapter);
      await load(model, golden, factorsOf(adapters));
      const batches = Array.from({ length: rows / size }, (_, i) => {
        const part = targets.slice(i * size * seq, (i + 1) * size * seq);
        const counted = part.filter((target) => target !== IGNORE).length;
        return { tokens: tokens.slice(i * size * seq, (i + 1) * size * seq), targets: part, counted };
      });
      model.executor.submit(await new OptimizerStep(model).prepare(batches, hyper));
      const found = await gradientsOf(model, adapters);
      model.executor.destroy();
      return { found, lengths: new Set(batches.map(({ counted }) => counted)) };
    };
    const whole = await inParts(rows, 'none');
    expect((await inParts(rows, 'full')).found).toEqual(whole.found);
    const parts = await inParts(1, 'none');
    expect(parts.lengths.size).toBeGreaterThan(1);
    for (const [name, values] of parts.found)
      expect(difference(values, whole.found.get(name)!).relative, name).toBeLessThanOrEqual(1e-5);
  });
});
