/**
 * Plans of steps with one micro-batch, whose gradients have no arenas: the same steps as with arenas, bit for bit where nothing is
 * clipped (the sum that clipping divides by is taken in another order), in every family of gradients: of a tied table, which two
 * operators add to; of tables that an operator only adds to; of biases, norms and adapters; in any format of moments.
 */
import { afterAll, describe, expect, it } from 'vitest';
import { IGNORE } from '../data/batches.ts';
import { Random } from '../data/random.ts';
import { ModelOnDevice } from '../engine/model-on-device.ts';
import { readState, writeState } from '../engine/state-tensors.ts';
import { StepMetricsRing } from '../engine/step-metrics.ts';
import { parseModelConfig } from '../model/families/table.ts';
import { methodRequest } from '../model/method.ts';
import { type ModelPlan, type PlanRequest, planModel } from '../model/plans.ts';
import { difference } from '../testing/compare.ts';
import { gpuForTests } from '../testing/gpu.ts';
import { DIRECT } from '../testing/operator-check.ts';
import { initialiseParameters } from './initialise.ts';
import { EPSILON, OptimizerStep } from './optimizer-step.ts';

const gpu = await gpuForTests();
afterAll(() => gpu.device.destroy());

const VOCABULARY = 50;
const BATCH = { rows: 2, seq: 16 };

const llama = (tied: boolean) =>
  parseModelConfig({
    ...{ model_type: 'llama', architectures: ['LlamaForCausalLM'], vocab_size: VOCABULARY, hidden_size: 16 },
    ...{ num_hidden_layers: 2, num_attention_heads: 2, num_key_value_heads: 1, intermediate_size: 24 },
    ...{ max_position_embeddings: 32, rms_norm_eps: 1e-5, tie_word_embeddings: tied },
  });
const gpt2 = parseModelConfig({
  ...{ model_type: 'gpt2', architectures: ['GPT2LMHeadModel'], vocab_size: VOCABULARY, n_positions: 32 },
  ...{ n_embd: 16, n_layer: 2, n_head: 2, bos_token_id: 1, eos_token_id: 2 },
});

const plan = (change: Partial<PlanRequest>, accumulates: boolean): ModelPlan =>
  planModel({
    ...{ config: llama(true), kernels: DIRECT, storage: 'f32', moments: 'f32', bindingBytes: 2 ** 27 },
    ...{ batch: BATCH, training: true, generate: 0, accumulates },
    ...change,
  });

async function open(planned: ModelPlan): Promise<ModelOnDevice> {
  const model = await ModelOnDevice.on(gpu, planned);
  initialiseParameters(model, 1);
  return model;
}

function batchOf(seed: number) {
  const random = new Random(seed);
  const tokens = Int32Array.from({ length: BATCH.rows * BATCH.seq }, () => random.integer(VOCABULARY));
  const targets = tokens.map((token, i) => (i % 5 === 0 ? IGNORE : (token * 3 + 1) % VOCABULARY));
  return { tokens, targets, counted: targets.filter((target) => target !== IGNORE).length };
}

/** @param from of the batches */
async function train(model: ModelOnDevice, steps: number, clip: number, from = 0): Promise<void> {
  const hyper = { learningRate: 1e-2, beta1: 0.9, beta2: 0.95, epsilon: EPSILON, weightDecay: 0.1, clip };
  const optimizer = new OptimizerStep(model);
  const ring = new StepMetricsRing<null>(model.executor);
  for (let i = from; i < from + steps; i++) await ring.submit(await optimizer.prepare([batchOf(i)], hyper), null);
  for await (const { metrics } of ring.drain()) expect(metrics.loss).toBeGreaterThan(0);
}

async function stateOf(model: ModelOnDevice): Promise<Map<string, Uint8Array>> {
  const tensors = new Map<string, Uint8Array>();
  for await (const { name, bytes } of readState(model)) tensors.set(name, bytes);
  return tensors;
}

/** The state after some steps of a plan, which is then gone. */
async function trained(planned: ModelPlan, steps: number, clip: number): Promise<Map<string, Uint8Array>> {
  const model = await open(planned);
  expect(model.executor.createdBytes).toBe(planned.totalBytes);
  await train(model, steps, clip);
  const state = await stateOf(model);
  model.executor.destroy();
  return state;
}

const muon = { momentum: 0.9, iterations: 3 };
const lora = (dropout: number) =>
  methodRequest(
    {
      kind: 'lora',
      lora: { rank: 3, alpha: 6, dropout, targets: 'all-linear', rsLora: false },
      base: { storage: 'f32' },
    },
    llama(true),
  );

const CASES: readonly (Partial<PlanRequest> & { name: string })[] = [
  { name: 'a tied table' },
  { name: 'a table of its own', config: llama(false) },
  { name: 'a table cut into parts', config: llama(false), bindingBytes: 2 ** 11 * 3 },
  { name: 'learned positions and biases', config: gpt2 },
  { name: 'adapters', ...lora(0) },
  { name: 'layers recomputed', recompute: 'full' },
  { name: '16 bits, bf16 moments', storage: 'packed', moments: 'bf16' },
  { name: '16 bits, 8-bit moments, parts of blocks', storage: 'packed', moments: 'int8' },
  { name: 'Muon, 8-bit moments', storage: 'packed', moments: 'int8', muon },
];

describe('a step of one micro-batch without arenas of gradients', () => {
  it.each(CASES)('is bit for bit that with them: $name', async ({ name: _, ...change }) => {
    const [without, having] = [plan(change, false), plan(change, true)];
    const expected = await trained(having, 4, 0);
    const state = await trained(without, 4, 0);
    expect([...state.keys()]).toEqual([...expected.keys()]);
    for (const [name, bytes] of expected) expect(state.get(name), name).toEqual(bytes);
  });

  it('clips by the norm of all gradients', async () => {
    const clip = 0.05;
    const expected = await trained(plan({}, true), 4, clip);
    for (const [name, bytes] of await trained(plan({}, false), 4, clip)) {
      const values = (raw: Uint8Array) => new Float32Array(raw.slice().buffer);
      expect(difference(values(bytes), values(expected.get(name)!)).relative, name).toBeLessThanOrEqual(2e-6);
    }
  });

  it('resumes bit for bit, into either plan', async () => {
    const change = { storage: 'packed', moments: 'int8' } as const;
    const expected = await trained(plan(change, false), 5, 0);
    for (const accumulates of [false, true]) {
      const begun = await open(plan(change, false));
      await train(begun, 2, 0);
      const saved = await stateOf(begun);
      begun.executor.destroy();
      const resumed = await ModelOnDevice.on(gpu, plan(change, accumulates));
      await writeState(resumed, async (name) => saved.get(name)!);
      await train(resumed, 3, 0, 2);
      for (const [name, bytes] of await stateOf(resumed)) expect(bytes, name).toEqual(expected.get(name));
      resumed.executor.destroy();
    }
  });

  it('leaves every gradient to be read, as large as with arenas', async () => {
    const gradients = async (accumulates: boolean) => {
      const model = await open(plan({}, accumulates));
      model.executor.submit(new OptimizerStep(model).gradients(batchOf(0)));
      const read: Float32Array[] = [];
      for (const { id } of model.plan.table) read.push(await model.readGradient(id));
      model.executor.destroy();
      return read;
    };
    expect(await gradients(false)).toEqual(await gradients(true));
  });

  it('changes nothing where a gradient is not finite, in any format of moments', async () => {
    for (const moments of ['f32', 'bf16', 'int8'] as const) {
      const model = await open(plan({ storage: 'packed', moments }, false));
      await train(model, 1, 1);
      const before = await stateOf(model);
      // A final norm that 16 bits cannot hold: the loss, and so what comes back, is no number.
      const norm = await model.readParameter('weights', 'norm');
      model.writeParameter(
        'weights',
        'norm',
        norm.map(() => 1e38),
      );
      model.finishWeights();
      const optimizer = new OptimizerStep(model);
      const hyper = { learningRate: 1e-2, beta1: 0.9, beta2: 0.95, epsilon: EPSILON, weightDecay: 0.1, clip: 1 };
      model.executor.submit(await optimizer.prepare([batchOf(7)], hyper));
      model.writeParameter('weights', 'norm', norm);
      for (const [name, bytes] of await stateOf(model))
        if (!name.includes('scaler')) expect(bytes, `${name}, ${moments}`).toEqual(before.get(name));
      model.executor.destroy();
    }
  });

  it('refuses a second micro-batch', async () => {
    const model = await open(plan({}, false));
    const hyper = { learningRate: 1e-2, beta1: 0.9, beta2: 0.95, epsilon: EPSILON, weightDecay: 0.1, clip: 1 };
    await expect(new OptimizerStep(model).prepare([batchOf(0), batchOf(1)], hyper)).rejects.toThrow('2 micro-batches');
    model.executor.destroy();
  });
});
