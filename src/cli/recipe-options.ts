/** The options of `train` that make up its recipe. What is not given is as proposed, or in a resumed run as it was. */
import { type Recipe, type RecipeBasis, recipeFor, SIMPLE_RECIPE } from '../model/recipe.ts';
import type { OptionTable, OptionValues } from './options.ts';

const unset = 'as the recipe has it';

export const RECIPE_OPTIONS = {
  recipe: {
    kind: 'choice',
    choices: ['standard', 'simple'],
    unset: '`simple` with `--init`, else `standard`',
    help: 'What the options below begin with: for a new model of this width and batch, or one rate of 0.001 along a cosine.',
  },
  lr: { kind: 'number', min: 0, unset, help: 'Peak learning rate of matrices and vectors.' },
  tableLr: { kind: 'number', min: 0, unset, help: 'Peak learning rate of the embedding table and the head.' },
  minLr: { kind: 'number', min: 0, unset, help: 'Learning rate at the end.' },
  warmup: { kind: 'whole', min: 0, unset: 'a tenth of `--steps`, at most 100', help: 'Steps until the peak.' },
  schedule: { kind: 'choice', choices: ['cosine', 'linear', 'hold'], unset, help: 'The way down from the peak.' },
  hold: { kind: 'number', min: 0, max: 1, unset, help: 'For `--schedule hold`: share of the steps at the peak.' },
  weightDecay: { kind: 'number', min: 0, unset, help: "AdamW's weight decay, of matrices and tables." },
  beta1: { kind: 'number', min: 0, max: 1, unset, help: "AdamW's decay of the first moment." },
  beta2: { kind: 'number', min: 0, max: 1, unset, help: "AdamW's decay of the second moment." },
  clip: { kind: 'number', min: 0, unset, help: 'Largest norm of the gradient; 0 clips nothing.' },
  residualInit: {
    kind: 'choice',
    choices: ['zero', 'scaled'],
    unset,
    help: 'How matrices that write to the residual stream start: at zero, or smaller than others.',
  },
  shiftWindows: {
    kind: 'choice',
    choices: ['on', 'off'],
    unset,
    help: 'Whether each pass cuts the corpus into windows from another offset on.',
  },
  onDivergence: {
    kind: 'choice',
    choices: ['stop', 'ask', 'roll-back'],
    unset,
    help: 'Where the loss is no finite number for several steps, or stays far above what it was: end, say so and continue where that is possible, or go back to a checkpoint from before it with half the rate and without its batches, at most 3 times.',
  },
  average: { kind: 'flag', help: 'Keep the mean of the weights over the last third of the steps as the model.' },
} as const satisfies OptionTable;

export type RecipeOptions = OptionValues<typeof RECIPE_OPTIONS>;

/** What a new run begins with. @param init whether it starts from a model's weights */
export function proposedRecipe({ recipe, lr }: RecipeOptions, init: boolean, basis: RecipeBasis): Recipe {
  if ((recipe ?? (init ? 'simple' : 'standard')) === 'standard') return recipeFor(basis);
  const learningRate = lr ?? 1e-3;
  return {
    ...SIMPLE_RECIPE,
    learningRate,
    minLearningRate: learningRate / 10,
    warmupSteps: Math.min(100, Math.floor(basis.steps / 10)),
    weightDecay: 0.1,
    beta1: 0.9,
    beta2: 0.95,
    clip: 1,
  };
}

/** A recipe with what the options say in its place. Tables keep their rate whatever that of matrices is. */
export function changedRecipe(recipe: Recipe, options: RecipeOptions): Recipe {
  const { tables } = recipe.groups;
  const learningRate = options.lr ?? recipe.learningRate;
  const keptRate = (tables.rate * recipe.learningRate) / learningRate;
  const rate = options.tableLr !== undefined ? options.tableLr / learningRate : keptRate;
  const isSame = learningRate === recipe.learningRate && options.tableLr === undefined;
  return {
    learningRate,
    minLearningRate: options.minLr ?? recipe.minLearningRate,
    warmupSteps: options.warmup ?? recipe.warmupSteps,
    schedule: options.schedule ?? recipe.schedule,
    holdShare: options.hold ?? recipe.holdShare,
    weightDecay: options.weightDecay ?? recipe.weightDecay,
    groups: isSame ? recipe.groups : { ...recipe.groups, tables: { ...tables, rate } },
    beta1: options.beta1 ?? recipe.beta1,
    beta2: options.beta2 ?? recipe.beta2,
    clip: options.clip ?? recipe.clip,
    residualInit: options.residualInit ?? recipe.residualInit,
    shiftWindows: options.shiftWindows === undefined ? recipe.shiftWindows : options.shiftWindows === 'on',
    onDivergence: options.onDivergence ?? recipe.onDivergence,
    averageWeights: options.average || recipe.averageWeights,
  };
}

/** A recipe in one line of text. */
export function recipeText(recipe: Recipe): string {
  const { tables } = recipe.groups;
  const table = Number((tables.rate * recipe.learningRate).toPrecision(3));
  const held = recipe.schedule === 'hold' ? ` to ${Math.round(recipe.holdShare * 100)} %` : '';
  return [
    `learning rate ${recipe.learningRate}, of tables ${table}, ${recipe.schedule}${held}, at the end ${recipe.minLearningRate}`,
    `weight decay ${recipe.weightDecay}`,
    `betas ${recipe.beta1} and ${recipe.beta2}`,
    `${recipe.residualInit} residual start`,
    ...(recipe.shiftWindows ? ['shifted windows'] : []),
    ...(recipe.averageWeights ? ['mean of the last third'] : []),
  ].join('; ');
}
