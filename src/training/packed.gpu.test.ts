/**
 * Packed rows and weighted targets: the loss and the gradients are those of examples that stand in rows of their own; of a
 * corpus with a document mask those of documents.
 */
import { afterAll, describe, expect, it } from 'vitest';
import { type Batch, evaluationBatches } from '../data/batches.ts';
import { corpusBatches, documentStream } from '../data/corpus-rows.ts';
import { batchesOf, type Example } from '../data/examples.ts';
import { withPromptWeight } from '../data/instruct/prompt-weight.ts';
import { Random } from '../data/random.ts';
import { ModelOnDevice } from '../engine/model-on-device.ts';
import { StepMetricsRing } from '../engine/step-metrics.ts';
import { evaluate } from '../evaluation/evaluate.ts';
import { parseModelConfig } from '../model/families/table.ts';
import { planModel } from '../model/plans.ts';
import { expectClose } from '../testing/compare.ts';
import { gpuForTests } from '../testing/gpu.ts';
import { DIRECT } from '../testing/operator-check.ts';
import { initialiseParameters } from './initialise.ts';
import { EPSILON, OptimizerStep } from './optimizer-step.ts';

const gpu = await gpuForTests();
afterAll(() => gpu.device.destroy());

const SEQ = 16;
const VOCAB = 40;
/** A token that stands in one prompt alone. */
const RARE = VOCAB - 1;

const CONFIGS = {
  llama: parseModelConfig({
    ...{ model_type: 'llama', vocab_size: VOCAB, hidden_size: 16, num_hidden_layers: 2, num_attention_heads: 2 },
    ...{ intermediate_size: 24, max_position_embeddings: SEQ, rms_norm_eps: 1e-5, tie_word_embeddings: false },
  }),
  mistral: parseModelConfig({
    ...{ model_type: 'mistral', vocab_size: VOCAB, hidden_size: 16, num_hidden_layers: 2, num_attention_heads: 2 },
    ...{ num_key_value_heads: 1, head_dim: 8, intermediate_size: 24, max_position_embeddings: SEQ, sliding_window: 3 },
  }),
  gpt2: parseModelConfig({
    ...{ model_type: 'gpt2', vocab_size: VOCAB, n_embd: 16, n_layer: 2, n_head: 2, n_positions: SEQ },
  }),
};
type Family = keyof typeof CONFIGS;

async function open(family: Family, rows: number, packed: boolean, weighted: boolean): Promise<ModelOnDevice> {
  const plan = planModel({
    config: CONFIGS[family],
    kernels: DIRECT,
    storage: 'f32',
    bindingBytes: 2 ** 27,
    batch: { rows, seq: SEQ },
    packed,
    weighted,
    training: true,
    generate: 0,
  });
  const model = await ModelOnDevice.on(gpu, plan);
  initialiseParameters(model, 1);
  return model;
}

const random = new Random(5);
/** Prompts and answers of unequal lengths: three fill a row, the other two have padding after them. */
const encoded = [
  [3, 4],
  [2, 1],
  [4, 2],
  [1, 9],
  [5, 2],
].map(([prompt = 0, answer = 0], i) => {
  const length = prompt + answer;
  const tokens = Uint32Array.from({ length }, () => random.integer(RARE));
  if (i === 4) tokens[1] = RARE;
  const labels = Int32Array.from({ length }, (_, at) =>
    at < prompt - 1 || at === length - 1 ? -100 : tokens[at + 1]!,
  );
  return { tokens, labels, promptLength: prompt };
});

const HYPER = { learningRate: 0, beta1: 0.9, beta2: 0.95, epsilon: EPSILON, weightDecay: 0, clip: 0 };

interface Result {
  loss: number;
  gradients: Map<string, Float32Array>;
}

async function gradientsOf(model: ModelOnDevice, batches: readonly Batch[]): Promise<Result> {
  const ring = new StepMetricsRing<null>(model.executor);
  await ring.submit(await new OptimizerStep(model).prepare(batches, HYPER), null);
  let loss = Number.NaN;
  for await (const { metrics } of ring.drain()) loss = metrics.loss;
  const gradients = new Map<string, Float32Array>();
  for (const { id } of model.plan.table) gradients.set(id, await model.readGradient(id));
  return { loss, gradients };
}

/** Of one optimizer step over all examples. @param rows of a micro-batch */
async function step(family: Family, examples: readonly Example[], rows: number, packed: boolean, weighted = false) {
  const model = await open(family, rows, packed, weighted);
  const layout = { seq: SEQ, padId: 0, packed, weighted };
  const result = await gradientsOf(model, [...batchesOf(examples, layout, rows)]);
  const { loss: heldOut } = await evaluate(model, batchesOf(examples, layout, rows), { bytes: 1 });
  model.executor.destroy();
  return { ...result, heldOut };
}

function expectSame(actual: Result, expected: Result): void {
  expect(Math.abs(actual.loss - expected.loss)).toBeLessThanOrEqual(2e-6);
  for (const [id, gradient] of expected.gradients)
    expectClose(actual.gradients.get(id)!, Float64Array.from(gradient), 5e-6, id);
}

describe('packed rows', () => {
  const plain = encoded.map((example) => withPromptWeight(example, 0));

  it.each(['llama', 'mistral', 'gpt2'] as const)('%s: have the loss and gradients of rows apart', async (family) => {
    const apart = await step(family, plain, plain.length, false);
    const packed = await step(family, plain, 3, true);
    expectSame(packed, apart);
    expect(Math.abs(packed.heldOut - apart.heldOut)).toBeLessThanOrEqual(2e-6);
    expect(Math.abs(packed.heldOut - packed.loss)).toBeLessThanOrEqual(2e-6);
  });
});

describe('a corpus with a document mask', () => {
  const documents = [9, 5, SEQ + 1, 7, 11].map((length) => Uint32Array.from({ length }, () => random.integer(VOCAB)));
  const stream = documentStream(
    Uint32Array.from(documents.flatMap((document) => [...document])),
    documents.map((_, i) => documents.slice(0, i).reduce((sum, { length }) => sum + length, 0)),
  );
  /** Rows of each family are as many as above: their kernels are compiled once. */
  const [ROWS, APART] = [3, 5];

  async function expectApart(family: Family, packing: 'concat' | 'best-fit', pieces: readonly Uint32Array[]) {
    const source = await corpusBatches(stream, { seq: SEQ, seed: 1, packing, documentMask: true, padId: 0 });
    expect(source.windowsPerEpoch).toBe(ROWS);
    const model = await open(family, ROWS, true, false);
    const masked = await gradientsOf(model, [await source.next(ROWS)]);
    model.executor.destroy();
    const alone = pieces.map((piece) => {
      const tokens = piece.subarray(0, SEQ);
      return { tokens, labels: Int32Array.from(tokens, (_, i) => piece[i + 1] ?? -100) };
    });
    expectSame(masked, await step(family, alone, APART, false));
  }

  it.each(['llama', 'mistral', 'gpt2'] as const)('%s: learns documents as each would be alone', async (family) => {
    await expectApart(family, 'best-fit', documents);
  });

  it('cut anywhere, learns what lies in a row of each document as it would be alone', async () => {
    const [a, b, c, d, e] = documents as [Uint32Array, Uint32Array, Uint32Array, Uint32Array, Uint32Array];
    // Cut before the third token of c and the second of d, which are predicted from before the cuts.
    const pieces = [a, b, c.subarray(0, 3), c.subarray(2), d.subarray(0, 2), d.subarray(1), e];
    await expectApart('llama', 'concat', pieces);
  });

  it('is judged by the same held-out loss, bit for bit, as without one', async () => {
    const losses: number[] = [];
    for (const packed of [false, true]) {
      const model = await open('llama', ROWS, packed, false);
      const batches = evaluationBatches(stream, { seq: SEQ, batch: ROWS, padId: 0 });
      losses.push((await evaluate(model, batches, { bytes: 1 })).loss);
      model.executor.destroy();
    }
    expect(losses[1]).toBe(losses[0]);
  });
});

describe('weights of prompts', () => {
  it('at 0 leave exactly nothing of them: not a bit of any gradient is theirs', async () => {
    const plain = encoded.map((example) => withPromptWeight(example, 0));
    const counted = encoded.map((example) => {
      const weighed = withPromptWeight(example, 1);
      return { ...weighed, weights: weighed.weights!.map((weight, i) => (i < example.promptLength - 1 ? 0 : weight)) };
    });
    const [without, zero] = [await step('llama', plain, 3, true), await step('llama', counted, 3, true, true)];
    expect(zero.loss).toBe(without.loss);
    for (const [id, gradient] of without.gradients) expect(zero.gradients.get(id), id).toEqual(gradient);
    // A prompt alone, weighed by nothing beside answers that count, moves none of what only it touches.
    const alone = { ...counted[4]!, weights: new Float32Array(7) };
    const { gradients } = await step('llama', [...plain.slice(0, 4), alone], 3, true, true);
    expect(
      gradients
        .get('embed')!
        .subarray(RARE * 16, (RARE + 1) * 16)
        .every((value) => value === 0),
    ).toBe(true);
  });

  it('accumulated over rows of unequal weight equal those of one large batch, and of rows apart', async () => {
    const weighed = encoded.map((example) => withPromptWeight(example, 0.2));
    const whole = await step('llama', weighed, 3, true, true);
    expectSame(await step('llama', weighed, 1, true, true), whole);
    expectSame(await step('llama', weighed, 1, false, true), whole);
    const total = weighed.flatMap(({ labels, weights }) =>
      [...labels].map((label, i) => (label < 0 ? 0 : (weights?.[i] ?? 1))),
    );
    const [batch] = batchesOf(weighed, { seq: SEQ, padId: 0, packed: true, weighted: true }, 3);
    expect(batch!.counted).toBeCloseTo(
      total.reduce((sum, weight) => sum + weight, 0),
      5,
    );
  });
});

it('a batch that the plan is not made for is refused', async () => {
  const model = await open('llama', 3, false, false);
  const [packed] = batchesOf(encoded, { seq: SEQ, padId: 0, packed: true, weighted: false }, 3);
  const [weighted] = batchesOf(encoded, { seq: SEQ, padId: 0, packed: false, weighted: true }, 3);
  expect(() => new OptimizerStep(model).gradients(packed!)).toThrow('positions');
  expect(() => new OptimizerStep(model).gradients(weighted!)).toThrow('weights');
  model.executor.destroy();
});
