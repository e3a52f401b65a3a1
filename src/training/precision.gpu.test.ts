/** What 16-bit storage and recomputation promise of whole models: overflow found wherever it happens, the same bits again. */

import { afterAll, describe, expect, it, vi } from 'vitest';
import { type Batch, IGNORE } from '../data/batches.ts';
import { Random } from '../data/random.ts';
import { ModelOnDevice } from '../engine/model-on-device.ts';
import { StepMetricsRing } from '../engine/step-metrics.ts';
import { parseModelConfig } from '../model/families/table.ts';
import { type PlanRequest, planModel } from '../model/plans.ts';
import { RECOMPUTE_POLICIES } from '../plan/recompute.ts';
import { arenaSets } from '../plan/step-plan.ts';
import { gpuForTests } from '../testing/gpu.ts';
import { DIRECT } from '../testing/operator-check.ts';
import { initialiseParameters } from './initialise.ts';
import { EPSILON, OptimizerStep } from './optimizer-step.ts';

const gpu = await gpuForTests();
afterAll(() => gpu.device.destroy());

const config = parseModelConfig({
  model_type: 'llama',
  architectures: ['LlamaForCausalLM'],
  vocab_size: 50,
  hidden_size: 16,
  num_hidden_layers: 2,
  num_attention_heads: 2,
  num_key_value_heads: 1,
  intermediate_size: 24,
  max_position_embeddings: 32,
  rms_norm_eps: 1e-5,
  tie_word_embeddings: false,
});
const [ROWS, SEQ] = [2, 16];
const HYPER = { learningRate: 1e-2, beta1: 0.9, beta2: 0.95, epsilon: EPSILON, weightDecay: 0.1, clip: 1 };
const native = gpu.adapter.features.includes('shader-f16') ? 'f16' : 'packed';

async function open(change: Partial<PlanRequest>): Promise<ModelOnDevice> {
  const plan = planModel({
    config,
    kernels: DIRECT,
    storage: native,
    bindingBytes: 2 ** 27,
    batch: { rows: ROWS, seq: SEQ },
    training: true,
    generate: 0,
    ...change,
  });
  const model = await ModelOnDevice.on(gpu, plan);
  initialiseParameters(model, 1);
  return model;
}

function batch(): Batch {
  const random = new Random(3);
  const tokens = Int32Array.from({ length: ROWS * SEQ }, () => random.integer(config.vocabSize));
  const targets = tokens.map((token, i) => (i % 5 === 0 ? IGNORE : (token * 3 + 1) % config.vocabSize));
  return { tokens, targets, counted: targets.filter((target) => target !== IGNORE).length };
}

async function arenas(model: ModelOnDevice): Promise<Map<string, Uint8Array>> {
  const contents = new Map<string, Uint8Array>();
  for (const { name, bytes } of model.plan.buffers)
    if (
      arenaSets({ frozen: null, optimizer: 'adamw' }, true, model.plan.storage).some(
        (set) => set !== 'gradients' && name.startsWith(`${set}.`),
      )
    )
      contents.set(name, new Uint8Array(await model.executor.read(name, bytes)));
  return contents;
}

const scaler = async (model: ModelOnDevice): Promise<number[]> => [
  ...new Float32Array(await model.executor.read('scaler', 20)),
];

describe('overflow', () => {
  it.each([
    [Number.POSITIVE_INFINITY, 'int8'],
    [Number.NaN, 'bf16'],
  ] as const)('of %d in the gradient of any parameter skips the step, %s moments', async (bad, moments) => {
    const model = await open({ moments });
    const optimizer = new OptimizerStep(model);
    const ring = new StepMetricsRing<null>(model.executor);
    const step = async (): Promise<void> => {
      await ring.submit(await optimizer.prepare([batch()], HYPER), null);
      for await (const { metrics } of ring.drain()) expect(metrics.finite).toBe(true);
    };
    await step();
    const before = await arenas(model);
    const [firstScale] = await scaler(model);
    let scale = firstScale as number;
    for (const { id } of model.plan.table) {
      model.executor.submit([{ clear: 'metrics' }, ...optimizer.gradients(batch())]);
      const gradient = await model.readParameter('gradients', id);
      gradient[gradient.length - 1] = bad;
      model.writeParameter('gradients', id, gradient);
      model.setStep({ ...HYPER, growthInterval: 2000 });
      model.executor.submit([{ run: 'update' }]);
      scale /= 2;
      expect((await scaler(model))[0], `loss scale after ${id}`).toBe(scale);
      expect(await arenas(model), `state after ${id}`).toEqual(before);
    }
    expect((await scaler(model)).slice(1, 2)).toEqual([0]);
    await step();
    expect((await scaler(model))[4]).toBe(2);
    expect(await arenas(model)).not.toEqual(before);
    model.executor.destroy();
  });

  it.each([Number.POSITIVE_INFINITY, Number.NaN])(
    'of %d in the gradient of any parameter skips the step in f32 as well',
    async (bad) => {
      const model = await open({ storage: 'f32' });
      const optimizer = new OptimizerStep(model);
      model.executor.submit(await optimizer.prepare([batch()], HYPER));
      const [before, counted] = [await arenas(model), await scaler(model)];
      for (const { id } of model.plan.table) {
        model.executor.submit([{ clear: 'metrics' }, ...optimizer.gradients(batch())]);
        const gradient = await model.readParameter('gradients', id);
        gradient[0] = bad;
        model.writeParameter('gradients', id, gradient);
        model.setStep(HYPER);
        model.executor.submit([{ run: 'update' }]);
        expect(await arenas(model), `state after ${id}`).toEqual(before);
      }
      const [scale, , ...rest] = counted;
      expect(await scaler(model)).toEqual([scale, 0, ...rest]);
      model.executor.destroy();
    },
  );

  it('of an activation gradient, for too large a loss scale, is found, and the scale falls until steps succeed', async () => {
    const model = await open({});
    model.executor.write('scaler', Float32Array.of(2 ** 24));
    const optimizer = new OptimizerStep(model);
    const ring = new StepMetricsRing<null>(model.executor);
    const before = await arenas(model);
    const outcomes: boolean[] = [];
    for (let step = 0; step < 24 && outcomes.at(-1) !== true; step++) {
      await ring.submit(await optimizer.prepare([batch()], HYPER), null);
      for await (const { metrics } of ring.drain()) outcomes.push(metrics.finite);
      if (!outcomes.at(-1)) expect(await arenas(model)).toEqual(before);
    }
    expect(outcomes[0]).toBe(false);
    expect(outcomes.at(-1)).toBe(true);
    model.executor.destroy();
  });
});

describe('submits', () => {
  it('cut into pieces give the same bits as one', async () => {
    const states: Map<string, Uint8Array>[] = [];
    for (const [pieces, workPerSecond] of [
      ['one', Number.POSITIVE_INFINITY],
      ['some', 2e7],
      ['each', 0],
    ] as const) {
      const model = await open({ storage: 'f32' });
      model.executor.submitSize.workPerSecond = workPerSecond;
      const { queue } = gpu.device;
      const submits = vi.spyOn(queue, 'submit');
      const commands = await new OptimizerStep(model).prepare([batch()], HYPER);
      model.executor.submit(commands);
      const { train = [], update = [] } = model.plan.programs;
      // A program always begins with a launch in the submit that the one before has ended.
      const apart = train.length + update.length - 1;
      const [least, most] = { one: [1, 1], some: [2, apart - 1], each: [apart, apart] }[pieces] as [number, number];
      expect(submits.mock.calls.length).toBeGreaterThanOrEqual(least);
      expect(submits.mock.calls.length).toBeLessThanOrEqual(most);
      submits.mockRestore();
      states.push(await arenas(model));
      model.executor.destroy();
    }
    expect(states[1]).toEqual(states[0]);
    expect(states[2]).toEqual(states[0]);
  });
});

describe('recomputation', () => {
  it.each(['f32', native] as const)('gives the same loss and gradients bit for bit: %s', async (storage) => {
    const results: { loss: ArrayBuffer; gradients: Uint8Array[]; bytes: number }[] = [];
    for (const recompute of RECOMPUTE_POLICIES) {
      const model = await open({ storage, recompute });
      model.executor.submit(new OptimizerStep(model).gradients(batch()));
      const loss = await model.executor.read('metrics', 4);
      const gradients: Uint8Array[] = [];
      for (const { id } of model.plan.table)
        gradients.push(new Uint8Array((await model.readParameter('gradients', id)).buffer));
      results.push({ loss, gradients, bytes: model.plan.bytes.activations });
      model.executor.destroy();
    }
    const [all, ...less] = results as [(typeof results)[number], ...typeof results];
    for (const [i, { loss, gradients, bytes }] of less.entries()) {
      expect(loss).toEqual(all.loss);
      expect(gradients).toEqual(all.gradients);
      expect(bytes).toBeLessThan((results[i] as (typeof results)[number]).bytes);
    }
  });
});
