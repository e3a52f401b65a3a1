/** Properties of training that no single operator shows: accumulation, resume, memory, generation, evaluation. */

import { afterAll, describe, expect, it } from 'vitest';
import { type Batch, evaluationBatches, IGNORE, memoryStream, windowBatches } from '../data/batches.ts';
import { corpusBatches, documentStream } from '../data/corpus-rows.ts';
import { Random } from '../data/random.ts';
import { ModelOnDevice } from '../engine/model-on-device.ts';
import { readState, writeState } from '../engine/state-tensors.ts';
import { StepMetricsRing } from '../engine/step-metrics.ts';
import { evaluate } from '../evaluation/evaluate.ts';
import { generate } from '../inference/generate.ts';
import { GREEDY } from '../inference/sampler.ts';
import { parseModelConfig } from '../model/families/table.ts';
import { type PlanRequest, planModel } from '../model/plans.ts';
import { muonSettings, SIMPLE_RECIPE } from '../model/recipe.ts';
import type { StepPlan } from '../plan/step-plan.ts';
import { difference } from '../testing/compare.ts';
import { gpuForTests } from '../testing/gpu.ts';
import { DIRECT } from '../testing/operator-check.ts';
import { initialiseParameters } from './initialise.ts';
import { type LoopHooks, type StepReport, trainingLoop } from './loop.ts';
import type { LoopSettings } from './loop-settings.ts';
import { type LoopState, newLoopState } from './loop-state.ts';
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
  tie_word_embeddings: true,
});
const ADAPTER = { name: gpu.adapter.name, maxBindingBytes: 2 ** 27, features: gpu.adapter.features };
const F32 = { storage: 'f32', moments: 'f32', recompute: 'none' } as const;
type PlanFormats = Pick<StepPlan, 'storage' | 'moments' | 'recompute'>;
const SEQ = 16;
const HYPER = { learningRate: 1e-2, beta1: 0.9, beta2: 0.95, epsilon: EPSILON, weightDecay: 0.1, clip: 1 };
const settings: LoopSettings = {
  ...SIMPLE_RECIPE,
  steps: 12,
  learningRate: 1e-2,
  minLearningRate: 1e-3,
  warmupSteps: 3,
  beta1: 0.9,
  beta2: 0.95,
  weightDecay: 0.1,
  clip: 1,
  batch: 1,
  seq: SEQ,
  accumulate: 2,
  seed: 3,
  evalEvery: 0,
  sampleEvery: 0,
  saveEvery: 0,
};
/** Everything that a recipe may choose. */
const full: LoopSettings = {
  ...settings,
  minLearningRate: 0,
  schedule: 'hold',
  holdShare: 0.6,
  groups: {
    tables: { rate: 4, decay: 1.5 },
    matrices: { rate: 1, decay: 1 },
    vectors: { rate: 0.5, decay: 0 },
  },
  beta1: 0.8,
  residualInit: 'zero',
  shiftWindows: true,
  averageWeights: true,
};

/** Rows that begin with documents, each of which sees itself alone. */
const documents: LoopSettings = { ...full, packing: 'best-fit', documentMask: true };

/** Matrices by Muon; also where the rest of the recipe is what it likes. */
const muon: LoopSettings = { ...full, optimizer: 'muon', learningRate: 2e-2, iterations: 3 };

async function open(
  rows: number,
  generation = 0,
  formats: PlanFormats = F32,
  other: Partial<PlanRequest> = {},
): Promise<ModelOnDevice> {
  const plan = planModel({
    config,
    kernels: DIRECT,
    ...formats,
    bindingBytes: 128 * 2 ** 20,
    batch: { rows, seq: SEQ },
    training: true,
    generate: generation,
    ...other,
  });
  const model = await ModelOnDevice.on(gpu, plan);
  initialiseParameters(model, 1);
  return model;
}

function randomTokens(count: number, seed: number): Uint32Array {
  const random = new Random(seed);
  let token = 0;
  return Uint32Array.from({ length: count }, () => {
    token = random.next() < 0.8 ? (token * 3 + 1) % 50 : random.integer(50);
    return token;
  });
}

/** Unevenly apart, from 0 on. */
function placesBefore(end: number): number[] {
  const places: number[] = [];
  for (let at = 0; at < end; at += 2 + ((places.length * 13) % 30)) places.push(at);
  return places;
}

async function state(model: ModelOnDevice): Promise<Map<string, Uint8Array>> {
  const tensors = new Map<string, Uint8Array>();
  for await (const { name, bytes } of readState(model)) tensors.set(name, bytes);
  return tensors;
}

describe('gradient accumulation', () => {
  it('1 × 4 rows equals 4 × 1 row, with uneven masks', async () => {
    const tokens = randomTokens(4 * SEQ + 1, 9);
    const rows: Batch[] = [0, 1, 2, 3].map((row) => {
      const targets = Int32Array.from(tokens.subarray(row * SEQ + 1, (row + 1) * SEQ + 1)).fill(
        IGNORE,
        0,
        [0, 3, 15, 16][row],
      );
      return {
        tokens: Int32Array.from(tokens.subarray(row * SEQ, (row + 1) * SEQ)),
        targets,
        counted: targets.filter((t) => t !== IGNORE).length,
      };
    });
    const whole: Batch = {
      tokens: Int32Array.from(rows.flatMap((r) => [...r.tokens])),
      targets: Int32Array.from(rows.flatMap((r) => [...r.targets])),
      counted: rows.reduce((sum, r) => sum + r.counted, 0),
    };
    const results: { loss: number; weights: Float32Array }[] = [];
    for (const batches of [[whole], rows]) {
      const model = await open(batches.length === 1 ? 4 : 1);
      const ring = new StepMetricsRing<null>(model.executor);
      await ring.submit(await new OptimizerStep(model).prepare(batches, HYPER), null);
      for await (const { metrics } of ring.drain())
        results.push({ loss: metrics.loss, weights: await model.readParameter('gradients', 'layers.0.qkv') });
      model.executor.destroy();
    }
    const [one, four] = results as [(typeof results)[number], (typeof results)[number]];
    expect(Math.abs(one.loss - four.loss)).toBeLessThanOrEqual(1e-6);
    expect(difference(four.weights, one.weights).relative).toBeLessThanOrEqual(2e-6);
  });
});

describe('the training loop', () => {
  const tokens = randomTokens(2000, 4);
  const stream = memoryStream(tokens);
  /** Documents of 2 to 31 tokens. */
  const corpus = documentStream(tokens, placesBefore(tokens.length));

  async function run(
    start: LoopState,
    load: Map<string, Uint8Array> | null,
    stopAt: number,
    interruptedAt = Number.POSITIVE_INFINITY,
  ): Promise<{ reports: StepReport[]; end: LoopState; tensors: Map<string, Uint8Array> }> {
    const { seed, residualInit, shiftWindows: shift, averageWeights: mean, documentMask: packed } = start.settings;
    const { storage, moments, recompute } = start;
    const formats = { storage, moments, recompute };
    const model = await open(settings.batch, 0, formats, { mean, packed, muon: muonSettings(start.settings) });
    initialiseParameters(model, seed, residualInit);
    if (load) await writeState(model, async (name) => load.get(name) as Uint8Array);
    const reports: StepReport[] = [];
    let asked = start.step;
    let microBatches = start.step * settings.accumulate;
    const hooks: LoopHooks = {
      onStep: (report) => reports.push(report),
      evaluate: () => Promise.resolve(),
      sample: () => Promise.resolve(),
      save: () => Promise.resolve(),
      isInterrupted: () => microBatches++ >= interruptedAt,
      request: () => (asked++ >= stopAt || microBatches > interruptedAt ? 'stop' : 'continue'),
    };
    const end = await trainingLoop(
      model,
      await corpusBatches(corpus, { ...start.settings, shift, padId: 0 }),
      start,
      load === null,
      hooks,
    );
    const tensors = await state(model);
    model.executor.destroy();
    return { reports, end, tensors };
  }

  it('learns', async () => {
    const { reports } = await run(newLoopState({ ...settings, steps: 60 }, DIRECT, ADAPTER, F32), null, 60);
    expect(reports.map((r) => r.step)).toEqual(Array.from({ length: 60 }, (_, i) => i + 1));
    expect(reports[0]!.loss).toBeGreaterThan(3.7);
    expect(reports.at(-1)!.loss).toBeLessThan(2.5);
  });

  it.each([
    [5, 'the simple recipe', settings, F32],
    [1, 'all choices', full, F32],
    [5, 'all choices', full, F32],
    [11, 'all choices', full, F32],
    [5, 'all choices', full, { storage: 'packed', moments: 'bf16', recompute: 'selective' }],
    [1, 'all choices', full, { storage: 'packed', moments: 'int8', recompute: 'full' }],
    [5, 'all choices', full, { storage: 'packed', moments: 'int8', recompute: 'full' }],
    [11, 'all choices', full, { storage: 'packed', moments: 'int8', recompute: 'full' }],
    [5, 'documents', documents, F32],
    [11, 'documents', { ...documents, documentMask: false }, F32],
    [5, 'windows of documents apart', { ...documents, packing: 'concat' }, F32],
    [5, 'documents', documents, { storage: 'packed', moments: 'int8', recompute: 'full' }],
    [5, 'Muon', muon, F32],
    [5, 'Muon', muon, { storage: 'packed', moments: 'int8', recompute: 'none' }],
  ] as const)(
    'stopped after step %i and resumed with %s: losses, weights and moments are bitwise those of one run',
    async (stopAt, _, recipe, formats) => {
      const whole = await run(newLoopState(recipe, DIRECT, ADAPTER, formats), null, recipe.steps);
      const first = await run(newLoopState(recipe, DIRECT, ADAPTER, formats), null, stopAt);
      expect(first.end.step).toBe(stopAt);
      const second = await run(JSON.parse(JSON.stringify(first.end)), first.tensors, settings.steps);
      expect([...first.reports, ...second.reports].map((r) => [r.step, r.loss, r.gradNorm])).toEqual(
        whole.reports.map((r) => [r.step, r.loss, r.gradNorm]),
      );
      expect(second.tensors).toEqual(whole.tensors);
    },
  );

  it.each([
    ['f32', F32],
    ['packed', { storage: 'packed', moments: 'int8', recompute: 'none' }],
  ] as const)(
    'keeps the mean of the last third, evaluates with it and saves it as the model, %s',
    async (_, formats) => {
      const model = await open(full.batch, 0, formats, { mean: true });
      const of = async (name: string) => new Float32Array((await state(model)).get(name)!.slice().buffer);
      const last: Float32Array[] = [];
      const evaluated = new Map<number, Float32Array>();
      const hooks: LoopHooks = {
        onStep: () => undefined,
        evaluate: async (step) => void evaluated.set(step, await model.readParameter('weights', 'layers.1.o')),
        sample: () => Promise.resolve(),
        save: async () => void last.push(await of('last/layers.1.o')),
        request: () => 'save',
      };
      const start = newLoopState({ ...full, evalEvery: 1 }, DIRECT, ADAPTER, formats);
      await trainingLoop(model, windowBatches(stream, { seq: SEQ, seed: 3 }), start, false, hooks);
      const third = last.slice(9, 13);
      expect(last.length).toBe(13);
      const mean = third[0]!.map((_, i) => third.reduce((sum, weights) => sum + weights[i]!, 0) / 4);
      const saved = await of('weights/layers.1.o');
      expect(difference(saved, mean).relative).toBeLessThanOrEqual(1e-6);
      expect(evaluated.get(12)).toEqual(saved);
      expect(evaluated.get(8)).toEqual(last[8]);
      expect(await of('last/layers.1.o')).toEqual(last[12]);
      model.executor.destroy();
    },
  );

  it('a checkpoint of a run by Muon holds one moment of its matrices, and both of the rest', async () => {
    const { tensors } = await run(newLoopState(muon, DIRECT, ADAPTER, F32), null, 1);
    const momentsOf = (id: string) => ['m', 'v'].filter((set) => tensors.has(`${set}/${id}`));
    expect([momentsOf('layers.0.qkv'), momentsOf('embed'), momentsOf('norm')]).toEqual([['m'], ['m', 'v'], ['m', 'v']]);
  });

  it('interrupted between two micro-batches: the step is abandoned, and the resumed run is bitwise that of one run', async () => {
    const whole = await run(newLoopState(settings, DIRECT, ADAPTER, F32), null, settings.steps);
    const first = await run(
      newLoopState(settings, DIRECT, ADAPTER, F32),
      null,
      settings.steps,
      3 * settings.accumulate + 1,
    );
    expect(first.end.step).toBe(3);
    const second = await run(first.end, first.tensors, settings.steps);
    expect([...first.reports, ...second.reports].map((r) => r.loss)).toEqual(whole.reports.map((r) => r.loss));
    expect(second.tensors).toEqual(whole.tensors);
  });

  it('stops a randomly initialised run whose first loss is not near ln(vocab)', async () => {
    const model = await open(settings.batch);
    const embed = await model.readParameter('weights', 'embed');
    model.writeParameter(
      'weights',
      'embed',
      embed.map((value) => value * 500),
    );
    const hooks: LoopHooks = {
      onStep: () => undefined,
      evaluate: () => Promise.resolve(),
      sample: () => Promise.resolve(),
      save: () => Promise.resolve(),
      request: () => 'continue',
    };
    await expect(
      trainingLoop(
        model,
        windowBatches(stream, { seq: SEQ, seed: 1 }),
        newLoopState(settings, DIRECT, ADAPTER, F32),
        true,
        hooks,
      ),
    ).rejects.toThrow('should be near ln(50) = 3.91');
    model.executor.destroy();
  });

  it('an endless loss stops the run and changes no weight', async () => {
    const model = await open(settings.batch);
    const norm = await model.readParameter('weights', 'norm');
    model.writeParameter('weights', 'norm', norm.fill(Number.NaN));
    const before = await state(model);
    const hooks: LoopHooks = {
      onStep: () => undefined,
      evaluate: () => Promise.resolve(),
      sample: () => Promise.resolve(),
      save: () => Promise.resolve(),
      request: () => 'continue',
    };
    await expect(
      trainingLoop(
        model,
        windowBatches(stream, { seq: SEQ, seed: 1 }),
        newLoopState(settings, DIRECT, ADAPTER, F32),
        false,
        hooks,
      ),
    ).rejects.toThrow('no longer a finite number');
    expect(await state(model)).toEqual(before);
    model.executor.destroy();
  });
});

describe('the plan', () => {
  it.each([
    ['AdamW', settings],
    ['Muon', muon],
  ])(
    'names every byte: the GPU buffers really created equal it, and 40 steps create no more, %s',
    async (_, recipe) => {
      const device = gpu.device;
      const create = device.createBuffer.bind(device);
      let created = 0;
      device.createBuffer = (descriptor) => {
        created += descriptor.size;
        return create(descriptor);
      };
      try {
        const model = await open(1, 32, F32, { muon: muonSettings(recipe) });
        expect(Math.abs(created - model.plan.totalBytes)).toBeLessThanOrEqual(0.01 * model.plan.totalBytes);
        const stream = memoryStream(randomTokens(500, 1));
        const source = windowBatches(stream, { seq: SEQ, seed: 1 });
        const optimizer = new OptimizerStep(model);
        const ring = new StepMetricsRing<null>(model.executor);
        for (let step = 0; step < 40; step++)
          await ring.submit(await optimizer.prepare([await source.next(1)], HYPER), null);
        for await (const { metrics } of ring.drain()) expect(metrics.finite).toBe(true);
        await evaluate(model, evaluationBatches(stream, { seq: SEQ, batch: 1, padId: 0 }), { bytes: 1000 });
        await generate(model, [1, 2, 3], { maxTokens: 4, sampling: GREEDY, stopTokens: [] });
        await state(model);
        expect(Math.abs(created - model.plan.totalBytes)).toBeLessThanOrEqual(0.01 * model.plan.totalBytes);
        model.executor.destroy();
      } finally {
        device.createBuffer = create;
      }
    },
  );
});

describe('generation', () => {
  it('with the KV cache picks what full forward passes pick, over a prompt longer than one prefill', async () => {
    const [long, capacity] = [{ ...config, contextLength: 128 }, 128];
    const plan = planModel({
      config: long,
      kernels: DIRECT,
      storage: 'f32',
      bindingBytes: 128 * 2 ** 20,
      batch: { rows: 1, seq: capacity },
      training: false,
      generate: capacity,
      logits: true,
    });
    const model = await ModelOnDevice.on(gpu, plan);
    initialiseParameters(model, 6);
    const prompt = [...randomTokens(70, 2)];
    const { tokens, stopped } = await generate(model, prompt, { maxTokens: 10, sampling: GREEDY, stopTokens: [] });
    expect(stopped).toBe('length');
    const sequence = [...prompt, ...tokens];
    model.executor.write(
      'tokens',
      Int32Array.from({ length: capacity }, (_, i) => sequence[i] ?? 0),
    );
    model.setStep({});
    model.executor.submit([{ run: 'logits' }]);
    const stride = 52;
    const logits = new Float32Array(await model.executor.read('logits.all', capacity * stride * 4));
    const greedy = tokens.map((_, i) => {
      const row = logits.subarray((prompt.length - 1 + i) * stride, (prompt.length - 1 + i) * stride + 50);
      return row.indexOf(Math.max(...row));
    });
    expect(tokens).toEqual(greedy);
    model.executor.destroy();
  });

  it('stops when the context is full, at a stop token, and refuses what cannot be continued', async () => {
    const model = await open(1, 32);
    const ask = { maxTokens: 100, sampling: GREEDY, stopTokens: [] };
    const full = await generate(model, [1, 2, 3], ask);
    expect([full.stopped, full.tokens.length]).toEqual(['context', 32 - 3 + 1]);
    const stop = await generate(model, [1, 2, 3], { ...ask, stopTokens: [full.tokens[0] as number] });
    expect(stop).toEqual({ tokens: [], stopped: 'eos' });
    await expect(generate(model, [], ask)).rejects.toThrow('no tokens');
    await expect(generate(model, new Array(32).fill(1), ask)).rejects.toThrow('context holds 32');
    await expect(generate(model, [50], ask)).rejects.toThrow('knows only 50');
    model.executor.destroy();
  });
});

describe('evaluation', () => {
  it('does not depend on the batch size', async () => {
    const stream = memoryStream(randomTokens(203, 8));
    const losses: number[] = [];
    for (const rows of [1, 4]) {
      const model = await open(rows);
      const result = await evaluate(model, evaluationBatches(stream, { seq: SEQ, batch: rows, padId: 0 }), {
        bytes: 400,
      });
      expect(result.tokens).toBe(202);
      expect(result.perplexity).toBeCloseTo(Math.exp(result.loss), 10);
      expect(result.bitsPerByte).toBeCloseTo((result.loss * 202) / Math.LN2 / 400, 10);
      losses.push(result.loss);
      model.executor.destroy();
    }
    expect(losses[1]).toBeCloseTo(losses[0] as number, 5);
  });
});

describe('tables cut into three parts', () => {
  const stream = memoryStream(randomTokens(200, 5).map((token, i) => 6 * token + (i % 6)));

  /** @param rows that a binding holds of a table; all where not given */
  const openTables = (tied: boolean, formats: PlanFormats, rows?: number) =>
    open(1, 32, formats, {
      config: { ...config, vocabSize: 300, tied },
      ...(rows ? { bindingBytes: rows * config.hiddenSize * 4 } : {}),
    });

  async function gradients(model: ModelOnDevice): Promise<Map<string, Float32Array>> {
    const ring = new StepMetricsRing<null>(model.executor);
    const batch = await windowBatches(stream, { seq: SEQ, seed: 1 }).next(1);
    await ring.submit(new OptimizerStep(model).gradients(batch), null);
    const found = new Map<string, Float32Array>();
    for (const { id } of model.plan.table) found.set(id, await model.readGradient(id));
    return found;
  }

  /** Losses of four steps, and what the model then evaluates to and generates. */
  async function trained(model: ModelOnDevice) {
    const source = windowBatches(stream, { seq: SEQ, seed: 1 });
    const [optimizer, ring] = [new OptimizerStep(model), new StepMetricsRing<null>(model.executor)];
    const losses: number[] = [];
    for (let step = 0; step < 4; step++) {
      await ring.submit(await optimizer.prepare([await source.next(1)], HYPER), null);
      for await (const { metrics } of ring.drain()) losses.push(metrics.loss);
    }
    const batches = evaluationBatches(stream, { seq: SEQ, batch: 1, padId: 0 });
    losses.push((await evaluate(model, batches, { bytes: 400 })).loss);
    const { tokens } = await generate(model, [299, 2, 130], { maxTokens: 12, sampling: GREEDY, stopTokens: [] });
    return { losses, tokens };
  }

  it.each([true, false])('train, evaluate, generate and are saved as in one: tied %s', async (tied) => {
    const [whole, parts] = [await openTables(tied, F32), await openTables(tied, F32, 128)];
    for (const id of tied ? ['embed'] : ['embed', 'head']) {
      expect(whole.plan.layout.parts.get(id)).toEqual([id]);
      expect(parts.plan.layout.parts.get(id)).toEqual([`${id}.0`, `${id}.1`, `${id}.2`]);
    }
    const [ofWhole, ofParts] = [await gradients(whole), await gradients(parts)];
    for (const [id, gradient] of ofWhole)
      expect(difference(ofParts.get(id)!, gradient).relative, id).toBeLessThanOrEqual(1e-6);
    const [one, three] = [await trained(whole), await trained(parts)];
    expect(difference(three.losses, one.losses).relative).toBeLessThanOrEqual(1e-6);
    expect(three.tokens).toEqual(one.tokens);

    const saved = await state(parts);
    for (const model of [whole, await openTables(tied, F32, 128)]) {
      await writeState(model, async (name) => saved.get(name) as Uint8Array);
      expect(await state(model)).toEqual(saved);
      model.executor.destroy();
    }
    parts.executor.destroy();
  });

  it('have gradients in 16 bits as near to those of f32 as in one', async () => {
    const packed = { ...F32, storage: 'packed' } as const;
    const [exact, ...rounded] = await Promise.all(
      [await openTables(false, F32), await openTables(false, packed), await openTables(false, packed, 128)].map(
        gradients,
      ),
    );
    const [one, three] = rounded.map((found) =>
      Math.max(...[...found].map(([id, gradient]) => difference(gradient, exact!.get(id)!).relative)),
    );
    expect(three).toBeLessThanOrEqual(1.5 * one!);
  });
});
