import { describe, expect, it } from 'vitest';
import { DEFAULT_LORA } from './method.ts';
import { presetChanges } from './tuning-presets.ts';

describe('a preset of tuning', () => {
  it('alpaca-5000 is every weight for 5000 steps, under the Azerbaijani template', () => {
    expect(presetChanges('alpaca-5000', 128, { steps: 7, clip: 2 })).toEqual({
      method: { kind: 'full' },
      instruct: { template: 'az', passes: null, edits: { clip: 2, steps: 5000 } },
    });
  });

  it.each([
    { context: 4096, seq: 1024 },
    { context: 256, seq: 256 },
  ])(
    'uz-qlora is adapters beside 8 bits, three passes in batches of 4 times 8: context $context',
    ({ context, seq }) => {
      expect(presetChanges('uz-qlora', context, { steps: 7 })).toEqual({
        method: { kind: 'qlora-int8' },
        instruct: {
          ...{ batch: 4, accumulate: 8, passes: 3, seq },
          edits: { learningRate: 2e-4, minLearningRate: 2e-5 },
        },
      });
    },
  );

  it('lora-r8 is the adapters alone', () => {
    const lora = { ...DEFAULT_LORA, rank: 8, alpha: 32, dropout: 0.05 };
    expect(presetChanges('lora-r8', 128, { steps: 7 })).toEqual({
      method: { kind: 'lora', lora },
      instruct: { edits: { steps: 7 } },
    });
  });
});
