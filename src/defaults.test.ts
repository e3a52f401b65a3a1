import { describe, expect, it } from 'vitest';
import { extrapolations, MUON_RATE, rateWarning, withOptimizer } from './defaults.ts';
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

const recipe = recipeFor({ hiddenSize: 256, tied: true, parameters: 5e6, tokensPerStep: 1024, steps: 1000 });

describe('withOptimizer', () => {
  it('gives matrices the rate of Muon, and leaves tables and vectors theirs', () => {
    const muon = withOptimizer({ ...recipe, minLearningRate: recipe.learningRate / 10 }, 'muon');
    expect(muon).toMatchObject({ optimizer: 'muon', learningRate: MUON_RATE, minLearningRate: MUON_RATE / 10 });
    const rate = ({ learningRate, groups }: typeof recipe, group: 'tables' | 'vectors') =>
      learningRate * groups[group].rate;
    for (const group of ['tables', 'vectors'] as const)
      expect(rate(muon, group) / rate(recipe, group)).toBeCloseTo(1, 2);
    expect(muon.groups.matrices).toEqual(recipe.groups.matrices);
  });

  it('there and back is the recipe as it was', () => {
    const back = withOptimizer(withOptimizer(recipe, 'muon'), 'adamw');
    expect({ ...back, groups: recipe.groups }).toEqual(recipe);
    expect(back.groups.tables.rate / recipe.groups.tables.rate).toBeCloseTo(1, 2);
    expect(withOptimizer(recipe, 'adamw')).toBe(recipe);
  });

  it('finds a rate for matrices where vectors have none', () => {
    const still = { ...recipe, groups: { ...recipe.groups, vectors: { rate: 0, decay: 0 } } };
    expect(withOptimizer(withOptimizer(still, 'muon'), 'adamw').learningRate).toBeGreaterThan(0);
  });
});

it.each([
  ['adamw', 64, 512, []],
  ['adamw', 768, 4096, []],
  ['adamw', 63, 4097, ['width', 'tokensPerStep']],
  ['adamw', 769, 4096, ['width']],
  ['muon', 64, 1024, []],
  ['muon', 512, 1024, []],
  ['muon', 513, 1024, ['width']],
  ['muon', 256, 4096, ['tokensPerStep']],
] as const)(
  'rates of %s for width %i with %i tokens a step are extrapolated in %j',
  (optimizer, width, tokensPerStep, of) => {
    expect(extrapolations(optimizer, { width, tokensPerStep }).map((one) => one.of)).toEqual(of);
  },
);
