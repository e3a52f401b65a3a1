/** Models for chat and evaluation: which numbers they are held in, and that a conversation follows the budget. */
import { parameterCount, parameterTable, parseModelConfig } from '../../model/families/table.ts';
import 'fake-indexeddb/auto';
import { afterAll, expect, it, vi } from 'vitest';
import { openDawn } from '../../cli/dawn.ts';
import { Random } from '../../data/random.ts';
import type { ModelOnDevice } from '../../engine/model-on-device.ts';
import { describeAdapter, storageFor } from '../../gpu/device.ts';
import { decode, generate } from '../../inference/generate.ts';
import { GREEDY } from '../../inference/sampler.ts';
import { adapterTable } from '../../model/merged-tensor.ts';
import { type Parameter, packParameter, partElements } from '../../model/parameters.ts';
import { openDatabase } from '../../storage/database.ts';
import { expectClose } from '../../testing/compare.ts';
import type { LoraConfig, Precision } from '../api.ts';
import { Hub } from '../hub.ts';
import type { Checkpoint } from './checkpoint.ts';
import { LoadedChat } from './loaded-chat.ts';

const config = parseModelConfig({
  model_type: 'llama',
  architectures: ['LlamaForCausalLM'],
  vocab_size: 50,
  hidden_size: 16,
  num_hidden_layers: 2,
  num_attention_heads: 2,
  num_key_value_heads: 1,
  intermediate_size: 24,
  max_position_embeddings: 256,
  rms_norm_eps: 1e-5,
  tie_word_embeddings: false,
});
const details = { parameters: parameterCount(config), config, template: null, heldOut: null, tokenizer: 't' };
const checkpoint = {
  id: 'c',
  projectId: 'p',
  runId: 'r',
  step: 1,
  details,
  tensor,
  adapter: null,
} satisfies Partial<Checkpoint>;
const PLENTY = 2 ** 30;

/** How often a weight of the base was read. */
let reads = 0;

async function tensor(name: string): Promise<Uint8Array<ArrayBuffer>> {
  reads++;
  return randomTensor(parameterTable(config), name, 0);
}

function randomTensor(table: readonly Parameter[], name: string, seed: number): Uint8Array<ArrayBuffer> {
  const parameter = table.find(({ id }) => name === `weights/${id}`);
  if (!parameter) throw new Error(`the test has no tensor "${name}"`);
  const random = new Random(seed + parameter.id.length);
  const values = packParameter(parameter, (part) => {
    const found = parameter.parts.find((one) => one.name === part);
    const length = found ? partElements(parameter, found) : 0;
    return Float32Array.from({ length }, () => 0.3 * random.normal());
  });
  return new Uint8Array(values.buffer);
}

const dawn = await openDawn(process.env.OCAQ_ADAPTER);
const adapter = await describeAdapter(dawn);
vi.stubGlobal('navigator', { gpu: dawn });
vi.stubGlobal('isSecureContext', true);
const chat = new LoadedChat(new Hub(await openDatabase('loaded-chat'), () => undefined));
afterAll(async () => {
  await chat.close();
  vi.unstubAllGlobals();
});

const { signal } = new AbortController();
const talk = (precision: Precision, budgetBytes = PLENTY): Promise<ModelOnDevice> =>
  chat.model({ ...checkpoint, changes: [], precision }, budgetBytes, signal);

const base: Checkpoint = { ...checkpoint, changes: [], precision: 'f32' };
const lora: LoraConfig = { rank: 3, alpha: 6, dropout: 0, targets: ['q_proj', 'down_proj'], rsLora: false };
const adapterOf = (id: string, seed: number, adapters = lora): Checkpoint => ({
  ...base,
  id,
  tensor: async (name) => randomTensor(adapterTable(config, adapters), name, seed),
  adapter: { lora: adapters, base },
});

/** Of the token that follows a prompt, and of the one after that. */
async function logits(model: ModelOnDevice): Promise<number[]> {
  await generate(model, [1, 2, 3], { maxTokens: 1, sampling: GREEDY, stopTokens: [] });
  return [...(await model.readLogits('prefill', 1)), ...(await decode(model, 4, 3))];
}

it('a model that was trained in 16 bits talks in 16 bits: half the bytes of weights, the same answer but for rounding', async () => {
  const whole = await talk('f32');
  expect(whole.plan.storage).toBe('f32');
  const expected = await logits(whole);
  const bytes = whole.plan.bytes.weights;
  await chat.close();
  const half = await talk('f16');
  expect(half.plan.storage).toBe(storageFor('f16', adapter));
  expect(half.plan.bytes.weights).toBe(bytes / 2);
  expectClose(await logits(half), expected, 3e-2, 'logits');
});

it('a conversation keeps its model, until another budget gives it another length', async () => {
  const first = await talk('f16');
  expect(first.plan.cacheCapacity).toBe(256);
  expect(await talk('f16')).toBe(first);
  const tight = await talk('f16', 1);
  expect(tight.plan.cacheCapacity).toBe(64);
});

it('adapters of one shape change places beside their base, which is read once and answers for itself too', async () => {
  await chat.close();
  const [first, second] = [adapterOf('first', 100), adapterOf('second', 200, { ...lora, dropout: 0.5 })];
  const answer = async (one: Checkpoint) => logits(await chat.model(one, PLENTY, signal));
  const ofBase = await answer(base);
  const ofFirst = await answer(first);
  expect(ofFirst).not.toEqual(ofBase);
  reads = 0;
  expect(await answer(second)).not.toEqual(ofFirst);
  expect(await answer(base)).toEqual(ofBase);
  expect(await answer(first)).toEqual(ofFirst);
  expect(reads).toBe(0);

  // Of adapters that could not be read, some have changed and some have not: the model is given up.
  const broken: Checkpoint = { ...second, id: 'broken', tensor: () => Promise.reject(new Error('unreadable')) };
  await expect(answer(broken)).rejects.toThrow('unreadable');
  await answer(adapterOf('larger', 100, { ...lora, rank: 4 }));
  expect(reads).toBeGreaterThan(0);
});
