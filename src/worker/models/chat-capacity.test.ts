import { expect, test } from 'vitest';
import { DEFAULT_BUDGET_BYTES } from '../../defaults.ts';
import type { ModelConfig } from '../../formats/hf-config.ts';
import { parameterCount } from '../../model/families/table.ts';
import { adapterTable } from '../../model/merged-tensor.ts';
import type { Method } from '../../model/method.ts';
import { chatCapacity } from './chat-capacity.ts';

const config: ModelConfig = {
  family: 'llama',
  vocabSize: 1024,
  hiddenSize: 128,
  layers: 4,
  heads: 4,
  kvHeads: 4,
  headSize: 32,
  ffnSize: 352,
  contextLength: 32768,
  normEps: 1e-5,
  ropeTheta: 1e4,
  tied: true,
  initializerRange: 0.02,
};
const cacheRow = 4 * 32 * 4;
const f32 = (bindingBytes: number) => ({ storage: 'f32', bindingBytes }) as const;
const packed = (bindingBytes: number) => ({ storage: 'packed', bindingBytes }) as const;

test('the whole context where it fits', () => {
  expect(chatCapacity(config, f32(2 ** 27), DEFAULT_BUDGET_BYTES)).toBe(32768);
  expect(chatCapacity({ ...config, contextLength: 100 }, f32(2 ** 27), DEFAULT_BUDGET_BYTES)).toBe(100);
});

test('no more than one binding holds', () => {
  expect(chatCapacity(config, f32(32768 * cacheRow), DEFAULT_BUDGET_BYTES)).toBe(32768);
  expect(chatCapacity(config, f32(32768 * cacheRow - 1), DEFAULT_BUDGET_BYTES)).toBe(32768 - 64);
});

test('no more than the weights leave of the budget, and never nothing', () => {
  const weights = parameterCount(config) * 4;
  const capacity = chatCapacity(config, f32(2 ** 27), weights + 10 * 2 ** 20);
  expect(capacity).toBeGreaterThan(64);
  expect(capacity * (8 * cacheRow + 128)).toBeLessThanOrEqual(10 * 2 ** 20);
  expect((capacity + 64) * (8 * cacheRow + 128)).toBeGreaterThan(10 * 2 ** 20);
  expect(chatCapacity(config, f32(2 ** 27), 0)).toBe(64);
});

test('adapters take their part of the budget', () => {
  const lora = { rank: 64, alpha: 1, dropout: 0, targets: 'all-linear', rsLora: false } as const;
  const method: Method = { kind: 'lora', lora, base: { storage: 'f32' } };
  const elements = adapterTable(config, lora).reduce((sum, { rows, cols }) => sum + rows * cols, 0);
  const budget = (parameterCount(config) + elements) * 4 + 10 * 2 ** 20;
  const without = budget - elements * 4;
  expect(chatCapacity(config, f32(2 ** 27), budget, method)).toBe(chatCapacity(config, f32(2 ** 27), without));
});

test('16 bits hold twice as much in half the room', () => {
  expect(chatCapacity(config, packed((32768 * cacheRow) / 2), DEFAULT_BUDGET_BYTES)).toBe(32768);
  const weights = parameterCount(config) * 2;
  const capacity = chatCapacity(config, packed(2 ** 27), weights + 10 * 2 ** 20);
  expect(capacity * (4 * cacheRow + 128)).toBeLessThanOrEqual(10 * 2 ** 20);
  expect((capacity + 64) * (4 * cacheRow + 128)).toBeGreaterThan(10 * 2 ** 20);
});

test('positions are f32 in any case, and one binding holds them too', () => {
  const shared = { ...config, kvHeads: 1 };
  expect(chatCapacity(shared, packed(1024 * 32 * 4), DEFAULT_BUDGET_BYTES)).toBe(1024);
});
