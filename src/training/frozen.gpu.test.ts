/** What freezing parameters promises: the same bits for those that are left, and nothing spent on those that are not. */
import { afterAll, describe, expect, it } from 'vitest';
import { type Batch, IGNORE } from '../data/batches.ts';
import { Random } from '../data/random.ts';
import { ModelOnDevice } from '../engine/model-on-device.ts';
import { readState, stateBytes, stateTensors, writeState } from '../engine/state-tensors.ts';
import { f16ToF32, f32ToF16 } from '../formats/half.ts';
import { QUANTISED_FORMATS, type QuantisedType } from '../formats/quantised/table.ts';
import { parameterTable, parseModelConfig } from '../model/families/table.ts';
import { type ModelPlan, type PlanRequest, planModel } from '../model/plans.ts';
import { roundUp } from '../ops/operator.ts';
import type { Frozen } from '../plan/parameters.ts';
import { RECOMPUTE_POLICIES } from '../plan/recompute.ts';
import { expectClose } from '../testing/compare.ts';
import { gpuForTests, storagesOf } from '../testing/gpu.ts';
import { DIRECT } from '../testing/operator-check.ts';
import { initialiseParameters } from './initialise.ts';
import { EPSILON, OptimizerStep } from './optimizer-step.ts';

const gpu = await gpuForTests();
afterAll(() => gpu.device.destroy());

const configOf = (tied: boolean) =>
  parseModelConfig({
    model_type: 'llama',
    architectures: ['LlamaForCausalLM'],
    vocab_size: 50,
    hidden_size: 20,
    num_hidden_layers: 2,
    num_attention_heads: 2,
    num_key_value_heads: 1,
    head_dim: 8,
    intermediate_size: 27,
    max_position_embeddings: 32,
    rms_norm_eps: 1e-5,
    tie_word_embeddings: tied,
  });
const [ROWS, SEQ] = [2, 16];
/** Without clipping, whose norm is over all gradients, what one matrix becomes does not depend on the others. */
const HYPER = { learningRate: 1e-2, beta1: 0.9, beta2: 0.95, epsilon: EPSILON, weightDecay: 0.1, clip: 0 };

const planFor = (change: Partial<PlanRequest>): ModelPlan =>
  planModel({
    config: configOf(false),
    kernels: DIRECT,
    storage: 'f32',
    bindingBytes: 2 ** 27,
    batch: { rows: ROWS, seq: SEQ },
    training: true,
    generate: 0,
    logits: true,
    ...change,
  });

/** All but these. */
const allBut = (config: PlanRequest['config'], trained: readonly string[], storage: Frozen['storage']): Frozen => ({
  parameters: new Set(
    parameterTable(config)
      .map(({ id }) => id)
      .filter((id) => !trained.includes(id)),
  ),
  storage,
});

async function open(change: Partial<PlanRequest>): Promise<ModelOnDevice> {
  const model = await ModelOnDevice.on(gpu, planFor(change));
  initialiseParameters(model, 1);
  return model;
}

const batch = ((): Batch => {
  const random = new Random(3);
  const tokens = Int32Array.from({ length: ROWS * SEQ }, () => random.integer(50));
  const targets = tokens.map((token, i) => (i % 5 === 0 ? IGNORE : (token * 3 + 1) % 50));
  return { tokens, targets, counted: targets.filter((target) => target !== IGNORE).length };
})();

interface Step {
  readonly plan: ModelPlan;
  readonly createdBytes: number;
  readonly gradients: ReadonlyMap<string, Float32Array>;
  readonly logits: Float32Array;
  readonly before: ReadonlyMap<string, Float32Array>;
  readonly after: ReadonlyMap<string, Float32Array>;
}

/** One step; gradients of the wanted parameters, weights of all before and after. */
async function step(model: ModelOnDevice, wanted: readonly string[]): Promise<Step> {
  const { plan, executor } = model;
  const weights = async () =>
    new Map(
      await Promise.all(plan.table.map(async ({ id }) => [id, await model.readParameter('weights', id)] as const)),
    );
  const before = await weights();
  executor.submit([{ run: 'logits' }]);
  const logits = await model.readLogits('logits', ROWS * SEQ);
  executor.submit(await new OptimizerStep(model).prepare([batch], HYPER));
  const gradients = new Map(
    await Promise.all(wanted.map(async (id) => [id, await model.readParameter('gradients', id)] as const)),
  );
  const result = { plan, createdBytes: executor.createdBytes, gradients, logits, before, after: await weights() };
  expect(gpu.failure()).toBeNull();
  executor.destroy();
  return result;
}

const elementsOf = ({ layout }: ModelPlan, id: string): number => {
  const { rows, stride } = layout.slices.get(id)!;
  return roundUp(rows * stride, 256);
};

describe('with everything frozen but one parameter', () => {
  const CASES = ['layers.0.qkv', 'layers.1.down', 'layers.0.input_norm', 'norm', 'embed', 'head'] as const;
  const full = open({}).then((model) => step(model, CASES));

  it.each(CASES)('its gradient and its update are those of the full step, and nothing else is made: %s', async (id) => {
    const whole = await full;
    const alone = await step(await open({ frozen: allBut(configOf(false), [id], 'f32') }), [id]);
    expect(alone.logits).toEqual(whole.logits);
    expect(alone.gradients.get(id)).toEqual(whole.gradients.get(id));
    expect(alone.gradients.get(id)!.some((value) => value !== 0)).toBe(true);
    for (const [other, values] of alone.after)
      expect(values, other).toEqual((other === id ? whole.after : whole.before).get(other));

    const { bytes, programs } = alone.plan;
    const elements = elementsOf(alone.plan, id);
    expect(alone.createdBytes).toBe(alone.plan.totalBytes);
    expect(bytes.gradients).toBe(4 * elements);
    expect(bytes.optimizer).toBe(8 * elements);
    expect(bytes.weights).toBe(whole.plan.bytes.weights);
    expect(bytes.activations).toBeLessThanOrEqual(whole.plan.bytes.activations);
    expect(programs.update!.map(({ shader }) => shader)).toEqual(['grad_norm_parts', 'grad_norm_finish', 'adamw']);
    const written = new Set(
      programs.train!.flatMap(({ bindings }) => bindings.filter((b) => b.access === 'write').map((b) => b.resource)),
    );
    expect([...written].filter((resource) => resource.startsWith('gradient.'))).toEqual([`gradient.${id}`]);
    expect(programs.train!.length).toBeLessThan(whole.plan.programs.train!.length);
  });

  it('the table that is input and head at once gets both parts of its gradient', async () => {
    const config = configOf(true);
    const whole = await step(await open({ config }), ['embed']);
    const alone = await step(await open({ config, frozen: allBut(config, ['embed'], 'f32') }), ['embed']);
    expect(alone.gradients).toEqual(whole.gradients);
    expect(alone.after.get('embed')).toEqual(whole.after.get('embed'));
  });

  it.each(RECOMPUTE_POLICIES)('and recomputation as ever: %s', async (recompute) => {
    const wanted = ['layers.0.gate_up', 'layers.1.o'];
    const whole = await step(await open({ recompute }), wanted);
    const some = await step(await open({ recompute, frozen: allBut(configOf(false), wanted, 'f32') }), wanted);
    expect(some.gradients).toEqual(whole.gradients);
  });

  it('launches fall to those that lead to it', () => {
    const launches = (trained: string) =>
      planFor({ frozen: allBut(configOf(false), [trained], 'f32') })
        .programs.train!.slice(planFor({}).forwardEnds.train)
        .map(({ shader }) => shader);
    expect(launches('head')).toEqual(['gemm_nt', 'cross_entropy_backward', 'gemm_tn', 'loss_sum']);
    expect(launches('norm')).toEqual([
      ...['gemm_nt', 'cross_entropy_backward', 'gemm_nn', 'loss_sum'],
      ...['rmsnorm_backward', 'column_sum'],
    ]);
    expect(launches('layers.1.down').filter((shader) => shader === 'gemm_tn')).toHaveLength(1);
    expect(launches('layers.1.down').filter((shader) => shader.startsWith('attention'))).toEqual([]);
  });
});

describe('a norm within what is trained, itself frozen', () => {
  const sizes = { vocab_size: 50, initializer_range: 0.1 };
  const gpt2 = parseModelConfig({
    ...sizes,
    ...{ model_type: 'gpt2', n_embd: 20, n_layer: 1, n_head: 1, n_inner: 27, n_positions: 32 },
    ...{ bos_token_id: null, eos_token_id: null },
  });
  const qwen3 = parseModelConfig({
    ...sizes,
    ...{ model_type: 'qwen3', hidden_size: 20, num_hidden_layers: 1, num_attention_heads: 2, num_key_value_heads: 1 },
    ...{ head_dim: 8, intermediate_size: 27, max_position_embeddings: 32 },
  });
  const CASES = [
    { name: 'RMSNorm', config: configOf(false), trained: ['embed'], sums: [] },
    { name: 'QK-norm', config: qwen3, trained: ['embed'], sums: [] },
    { name: 'LayerNorm', config: gpt2, trained: ['embed'], sums: [] },
    { name: 'but its bias', config: gpt2, trained: ['embed', 'norm_bias'], sums: ['dbias_part'] },
    { name: 'but its weight', config: gpt2, trained: ['embed', 'norm'], sums: ['dw_part'] },
  ];

  it.each(CASES)('leaves no sums for its own gradient, and no other bits: $name', async (test) => {
    const { config, trained, sums } = test;
    const frozen = allBut(config, trained, 'f32');
    const { programs } = planFor({ config, frozen });
    const written = programs.train!.flatMap(({ bindings }) =>
      bindings.filter(({ access }) => access === 'write').flatMap(({ resource }) => /d\w+_part/.exec(resource) ?? []),
    );
    expect([...new Set(written)]).toEqual(sums);
    expect(programs.train!.filter(({ shader }) => shader === 'column_sum')).toHaveLength(sums.length);
    const whole = await step(await open({ config }), trained);
    const some = await step(await open({ config, frozen }), trained);
    expect(some.gradients).toEqual(whole.gradients);
  });
});

it('freezing nothing changes nothing', () => {
  const { layout: _, ...nothing } = planFor({ frozen: { parameters: new Set(), storage: 'packed' } });
  const { layout: __, ...plain } = planFor({});
  expect(nothing).toEqual(plain);
});

it('a plan that trains has something to train', () => {
  expect(() => planFor({ frozen: allBut(configOf(false), [], 'f32') })).toThrow('all parameters are frozen');
});

describe('a frozen base in another type than what is trained', () => {
  const TRAINED = ['layers.1.qkv', 'norm', 'head'];
  const rounded = (model: ModelOnDevice): ModelOnDevice => {
    for (const parameter of model.plan.table)
      model.writeParameter('weights', parameter.id, sixteenBits.get(parameter.id)!);
    model.finishWeights();
    return model;
  };
  /** What both types hold exactly. */
  const sixteenBits = new Map<string, Float32Array<ArrayBuffer>>();
  const prepared = open({}).then(async (model) => {
    for (const { id } of model.plan.table)
      sixteenBits.set(id, f16ToF32(f32ToF16(await model.readParameter('weights', id))));
    model.executor.destroy();
  });
  const types = storagesOf(gpu);
  const pairs = types.flatMap((storage) => types.map((frozen) => ({ storage, frozen })));

  it.each(pairs)('computes the same bits: $frozen under $storage', async ({ storage, frozen }) => {
    await prepared;
    const whole = await step(rounded(await open({ storage })), TRAINED);
    const base = allBut(configOf(false), TRAINED, frozen);
    const mixed = await step(rounded(await open({ storage, frozen: base })), TRAINED);
    expect(mixed.logits).toEqual(whole.logits);
    expect(mixed.gradients).toEqual(whole.gradients);
    for (const [id, values] of mixed.after)
      expect(values, id).toEqual((base.parameters.has(id) ? sixteenBits : whole.after).get(id));
    const elements = mixed.plan.layout.arenas.filter((arena) => arena.frozen).map((arena) => arena.elements);
    const held = mixed.plan.layout.arenas.filter((arena) => !arena.frozen).map((arena) => arena.elements);
    const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
    expect(mixed.createdBytes).toBe(mixed.plan.totalBytes);
    expect(mixed.plan.bytes.weights).toBe(
      sum(elements) * (frozen === 'f32' ? 4 : 2) + sum(held) * (storage === 'f32' ? 4 : 6),
    );
  });

  it('generates as it trains', async () => {
    await prepared;
    const generation = { training: false, batch: null, logits: false, generate: 8 } as const;
    const logits = async (change: Partial<PlanRequest>) => {
      const model = rounded(await open({ ...generation, ...change }));
      model.executor.write('decode_tokens', Int32Array.of(7));
      model.setStep({ position: 0, lastRow: 0 });
      model.executor.submit([{ run: 'decode' }]);
      const result = await model.readLogits('decode', 1);
      model.executor.destroy();
      return result;
    };
    expect(await logits({ frozen: allBut(configOf(false), TRAINED, 'packed') })).toEqual(await logits({}));
  });
});

it('a checkpoint holds frozen weights once, without moments, and gives them back', async () => {
  const frozen = allBut(configOf(false), ['norm', 'head'], 'packed');
  const model = await open({ frozen });
  model.executor.submit(await new OptimizerStep(model).prepare([batch], HYPER));
  const saved = new Map<string, Uint8Array<ArrayBuffer>>();
  for await (const { name, bytes } of readState(model)) saved.set(name, bytes);
  expect([...saved.keys()].filter((name) => !name.startsWith('weights/'))).toEqual([
    ...['m/norm', 'm/head', 'v/norm', 'v/head', 'scaler'],
  ]);
  expect([...saved.values()].reduce((sum, bytes) => sum + bytes.byteLength, 0)).toBe(stateBytes(model.plan));
  const other = await ModelOnDevice.on(gpu, planFor({ frozen }));
  await writeState(other, async (name) => saved.get(name)!);
  for (const { name, read } of stateTensors(other))
    expect(new Uint8Array((await read()).buffer), name).toEqual(saved.get(name));
  model.executor.destroy();
  other.executor.destroy();
});

describe('a base whose matrices are quantised', () => {
  const TRAINED = ['layers.0.input_norm', 'norm', 'head'];
  const plain = allBut(configOf(false), TRAINED, 'f32');
  const generation = { training: false, batch: null, logits: false, generate: 8 } as const;
  const holding = async (values: ReadonlyMap<string, Float32Array>, change: Partial<PlanRequest>) => {
    const model = await ModelOnDevice.on(gpu, planFor(change));
    for (const [id, held] of values) model.writeParameter('weights', id, held.slice());
    model.finishWeights();
    return model;
  };
  const decoded = async (model: ModelOnDevice) => {
    model.executor.write('decode_tokens', Int32Array.of(7));
    model.setStep({ position: 0, lastRow: 0 });
    model.executor.submit([{ run: 'decode' }]);
    const logits = await model.readLogits('decode', 1);
    model.executor.destroy();
    return logits;
  };

  it.each(Object.keys(QUANTISED_FORMATS) as QuantisedType[])(
    'computes what its values give in f32: %s',
    async (type) => {
      const frozen = { ...plain, matrices: type };
      const quantised = await step(await open({ frozen }), TRAINED);
      const whole = await step(await holding(quantised.before, { frozen: plain }), TRAINED);
      expectClose(quantised.logits, whole.logits, 2e-6, 'logits');
      for (const id of TRAINED) {
        expectClose(quantised.gradients.get(id)!, whole.gradients.get(id)!, 1e-5, `gradient of ${id}`);
        expectClose(quantised.after.get(id)!, whole.after.get(id)!, 1e-5, id);
      }
      for (const id of plain.parameters) expect(quantised.after.get(id), id).toEqual(quantised.before.get(id));
      expect(quantised.createdBytes).toBe(quantised.plan.totalBytes);

      const original = await open({ frozen: plain });
      const weights = new Map(
        await Promise.all(plan.table.map(async ({ id }) => [id, await original.readParameter('weights', id)] as const)),
      );
      original.executor.destroy();
      const [one, other] = await Promise.all([
        holding(weights, { ...generation, frozen }).then(decoded),
        holding(quantised.before, { ...generation, frozen: plain }).then(decoded),
      ]);
      expectClose(one, other, 2e-6, 'logits of a decoded token');
    },
  );

  const plan = planFor({ frozen: { ...plain, matrices: 'nf4' } });

  it('quantises matrices within layers alone', () => {
    const { arenas, slices } = plan.layout;
    const typeOf = (id: string) => arenas[slices.get(id)!.arena]!.frozen;
    expect(plan.table.filter(({ id }) => typeOf(id) === 'nf4').map(({ id }) => id)).toEqual(
      [0, 1].flatMap((layer) => ['qkv', 'o', 'gate_up', 'down'].map((name) => `layers.${layer}.${name}`)),
    );
    expect(['embed', 'layers.1.input_norm', 'norm'].map(typeOf)).toEqual(['f32', 'f32', null]);
  });

  it('is not in a checkpoint, which what it was made from is needed to resume from', async () => {
    const model = await ModelOnDevice.on(gpu, plan);
    initialiseParameters(model, 1);
    let bytes = 0;
    const names: string[] = [];
    for await (const tensor of readState(model)) {
      bytes += tensor.bytes.byteLength;
      names.push(tensor.name);
    }
    expect(names.filter((name) => name.includes('qkv') || name.includes('down'))).toEqual([]);
    expect(names).toContain('weights/embed');
    expect(bytes).toBe(stateBytes(plan));
    model.executor.destroy();
  });

  it('refuses what has no code, by the name of the tensor', async () => {
    const model = await ModelOnDevice.on(gpu, plan);
    const id = 'layers.1.qkv';
    const { rows, stride } = plan.layout.slices.get(id)!;
    const values = new Float32Array(rows * stride).fill(1);
    values[(rows - 1) * stride] = Number.NaN;
    expect(() => model.writeParameter('weights', id, values)).toThrow(
      expect.objectContaining({
        code: 'weight-not-finite',
        details: { tensor: 'model.layers.1.self_attn.v_proj.weight', value: 'NaN' },
      }),
    );
    model.executor.destroy();
  });
});
