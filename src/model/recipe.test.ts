import { describe, expect, it } from 'vitest';
import { recipeFor } from './recipe.ts';

const STEPS = 400;

/** @param passes over the corpus, of a model with `weights` for each of its tokens */
function recipe(hiddenSize: number, tokensPerStep: number, passes?: number, weights = 10) {
  const corpusTokens = (STEPS * tokensPerStep) / (passes ?? 1);
  const basis = { hiddenSize, tied: true, parameters: weights * corpusTokens, tokensPerStep, steps: STEPS };
  return recipeFor(passes === undefined ? basis : { ...basis, corpusTokens });
}

describe('recipeFor', () => {
  it.each([
    { width: 64, tokens: 512, matrices: 7.8e-3 },
    { width: 64, tokens: 1024, matrices: 7.8e-3 },
    { width: 128, tokens: 1024, matrices: 3.9e-3 },
    { width: 256, tokens: 1024, matrices: 9.8e-4 },
    { width: 384, tokens: 1024, matrices: 4.3e-4 },
    { width: 384, tokens: 4096, matrices: 8.7e-4 },
    { width: 768, tokens: 4096, matrices: 2.2e-4 },
    // A quarter of the tokens: half the rate; four times as many: twice, but no more than the width allows.
    { width: 64, tokens: 128, matrices: 3.9e-3 },
    { width: 256, tokens: 4096, matrices: 2e-3 },
    { width: 256, tokens: 65_536, matrices: 2e-3 },
    { width: 64, tokens: 4096, matrices: 7.8e-3 },
    // What AzLlama and az-100m were trained with is about 6e-4.
    { width: 768, tokens: 32_768, matrices: 6.1e-4 },
  ])('width $width, $tokens tokens a step: $matrices', ({ width, tokens, matrices }) => {
    const { learningRate, groups } = recipe(width, tokens);
    expect(learningRate).toBe(matrices);
    expect(groups.vectors).toEqual({ rate: 1, decay: 0 });
    const few = Math.sqrt(Math.min(1, tokens / 512));
    const tables = 0.026 * Math.min(1, 128 / width);
    // Rates are kept with two digits.
    expect((learningRate * groups.tables.rate) / few / tables).toBeGreaterThan(0.94);
    expect((learningRate * groups.tables.rate) / few / tables).toBeLessThan(1.06);
  });

  it('starts wide tied models with scaled residual matrices, all others with zeros', () => {
    const start = (hiddenSize: number, tied: boolean) =>
      recipeFor({ hiddenSize, tied, parameters: 1e6, tokensPerStep: 1024, steps: STEPS }).residualInit;
    expect([start(128, true), start(129, true), start(768, true), start(768, false)]).toEqual([
      'zero',
      'scaled',
      'scaled',
      'zero',
    ]);
  });

  it('averages moments over fewer steps where steps are few, and over more where each says little', () => {
    const betas = (tokens: number) => [recipe(64, tokens).beta1, recipe(64, tokens).beta2];
    expect(betas(128)).toEqual([0.8, 0.99]);
    expect(betas(256)).toEqual([0.8, 0.95]);
    expect(betas(4096)).toEqual([0.8, 0.95]);
    expect(betas(4097)).toEqual([0.9, 0.95]);
  });

  it.each([
    { passes: undefined, weightDecay: 0.1, shiftWindows: false },
    { passes: 0.5, weightDecay: 0.1, shiftWindows: false },
    { passes: 4, weightDecay: 0.1, shiftWindows: false },
    { passes: 4.1, weightDecay: 0.51, shiftWindows: true },
    { passes: 8, weightDecay: 1, shiftWindows: true },
    { passes: 14, weightDecay: 1.8, shiftWindows: true },
    { passes: 16, weightDecay: 2, shiftWindows: true },
    { passes: 400, weightDecay: 2, shiftWindows: true },
  ])(
    '$passes passes over the corpus: a decay of $weightDecay, windows shifted: $shiftWindows',
    ({ passes, ...decay }) => {
      expect(recipe(128, 1024, passes)).toMatchObject({ ...decay, groups: { tables: { decay: 1 } } });
    },
  );

  it('decays hard from three passes on where the model has more than twenty weights for each token', () => {
    expect(recipe(384, 4096, 5, 90)).toMatchObject({ weightDecay: 2, shiftWindows: true });
    expect(recipe(384, 4096, 3, 90)).toMatchObject({ weightDecay: 0.1, shiftWindows: false });
    expect(recipe(384, 4096, 4, 20)).toMatchObject({ weightDecay: 0.1, shiftWindows: false });
    expect(recipe(384, 4096, undefined, 1e6)).toMatchObject({ weightDecay: 0.1, shiftWindows: false });
  });

  it('warms up for a tenth of the steps, at most 100', () => {
    const warmup = (steps: number) =>
      recipeFor({ hiddenSize: 64, tied: true, parameters: 1e5, tokensPerStep: 512, steps }).warmupSteps;
    expect([1, 15, 400, 5000].map(warmup)).toEqual([0, 2, 40, 100]);
  });
});
