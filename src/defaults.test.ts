import { expect, it } from 'vitest';
import { rateWarning } from './defaults.ts';
import { recipeFor } from './model/recipe.ts';

const suited = (hiddenSize: number): number =>
  recipeFor({ hiddenSize, tied: true, parameters: 1e6, tokensPerStep: 1024, steps: 1000 }).learningRate;

it.each([
  [64, 8e-3],
  [128, 3e-3],
  [256, 1e-3],
  [384, 4e-4],
])(
  'of a width of %i the rate that was measured as its best, %d, is not warned of; one far beyond is',
  (width, best) => {
    expect(rateWarning(best, suited(width))).toBeNull();
    expect(rateWarning(10 * suited(width), suited(width))).toBeNull();
    expect(rateWarning(1, suited(width))).toMatchObject({
      code: 'rate-beyond-model',
      details: { rate: 1, suited: suited(width) },
    });
  },
);
