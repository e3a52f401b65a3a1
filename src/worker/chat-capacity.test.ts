import { expect, test } from 'vitest';
import type { LlamaConfig } from '../formats/hf-config.ts';
import { DEFAULT_BUDGET_BYTES } from '../model/cost.ts';
import { parameterCount } from '../model/parameters.ts';
import { chatCapacity } from './chat-capacity.ts';

const config: LlamaConfig = {
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

test('the whole context where it fits', () => {
  expect(chatCapacity(config, 2 ** 27, DEFAULT_BUDGET_BYTES)).toBe(32768);
  expect(chatCapacity({ ...config, contextLength: 100 }, 2 ** 27, DEFAULT_BUDGET_BYTES)).toBe(100);
});

test('no more than one binding holds', () => {
  expect(chatCapacity(config, 32768 * cacheRow, DEFAULT_BUDGET_BYTES)).toBe(32768);
  expect(chatCapacity(config, 32768 * cacheRow - 1, DEFAULT_BUDGET_BYTES)).toBe(32768 - 64);
});

test('no more than the weights leave of the budget, and never nothing', () => {
  const weights = parameterCount(config) * 4;
  const capacity = chatCapacity(config, 2 ** 27, weights + 10 * 2 ** 20);
  expect(capacity).toBeGreaterThan(64);
  expect(capacity * (8 * cacheRow + 128)).toBeLessThanOrEqual(10 * 2 ** 20);
  expect((capacity + 64) * (8 * cacheRow + 128)).toBeGreaterThan(10 * 2 ** 20);
  expect(chatCapacity(config, 2 ** 27, 0)).toBe(64);
});
