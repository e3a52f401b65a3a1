import { describe, expect, it, test } from 'vitest';
import { DEFAULT_LORA } from './method.ts';
import { presetChanges, rowsCut } from './tuning-presets.ts';

const usual = { template: null, batch: 8, accumulate: 1, passes: null, seq: null };

describe('a preset of tuning', () => {
  it('alpaca-5000 is every weight for 5000 steps, under the Azerbaijani template', () => {
    expect(presetChanges('alpaca-5000', 128, { steps: 7, clip: 2 })).toEqual({
      method: { kind: 'full', lora: DEFAULT_LORA },
      instruct: { ...usual, template: 'az', edits: { clip: 2, steps: 5000 } },
    });
  });

  it.each([
    { context: 4096, seq: 1024 },
    { context: 256, seq: 256 },
  ])(
    'uz-qlora is adapters beside 8 bits, three passes in batches of 4 times 8: context $context',
    ({ context, seq }) => {
      expect(presetChanges('uz-qlora', context, { steps: 7 })).toEqual({
        method: { kind: 'qlora-int8', lora: DEFAULT_LORA },
        instruct: {
          ...{ template: null, batch: 4, accumulate: 8, passes: 3, seq },
          edits: { learningRate: 2e-4, minLearningRate: 2e-5 },
        },
      });
    },
  );

  it('lora-r8 is the adapters, and the usual of all else that presets set', () => {
    const edits = { steps: 7, learningRate: 2e-4, minLearningRate: 2e-5, warmupSteps: 1, evalEvery: 2, clip: 2 };
    expect(presetChanges('lora-r8', 128, edits)).toEqual({
      method: { kind: 'lora', lora: { ...DEFAULT_LORA, rank: 8, alpha: 32, dropout: 0.05 } },
      instruct: { ...usual, edits: { clip: 2 } },
    });
  });

  test.each([
    ['uz-qlora', 1023, 1024],
    ['uz-qlora', 1024, null],
    ['lora-r8', 8, null],
  ] as const)('%s in a context of %i has its rows cut from %s', (id, context, rows) => {
    expect(rowsCut(id, context)).toBe(rows);
  });
});
