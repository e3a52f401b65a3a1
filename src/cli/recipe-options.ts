/** The options of `train` that make up its recipe. What is not given is as proposed, or in a resumed run as it was. */
import { type Extrapolation, extrapolations, type RateBasis, withOptimizer } from '../defaults.ts';
import { type Recipe, type RecipeBasis, recipeFor, SIMPLE_RECIPE } from '../model/recipe.ts';
import type { OptionTable, OptionValues } from './options.ts';

export const OPTIMIZERS = ['adamw', 'muon'] as const satisfies readonly Recipe['optimizer'][];

const unset = 'as the recipe has it';

export const RECIPE_OPTIONS = {
  recipe: {
    kind: 'choice',
    choices: ['standard', 'simple'],
    unset: '`simple` with `--init`, else `standard`',
    help: 'What the options below begin with: for a new model of this width and batch, or one rate of 0.001 along a cosine.',
  },
  optimizer: {
    kind: 'choice',
    choices: OPTIMIZERS,
    unset,
    help: 'What updates the matrices within layers. `muon` makes each step orthogonal, at a rate of 0.02 unless `--lr` says otherwise, and holds one moment in place of two; tables, vectors and adapters stay with AdamW, at their own rates.',
  },
  momentum: {
    kind: 'number',
    min: 0,
    max: 0.9999,
    unset,
    help: 'For `--optimizer muon`: share of the momentum that a step leaves.',
  },
  iterations: {
    kind: 'whole',
    min: 1,
    max: 10,
    unset,
    help: 'For `--optimizer muon`: iterations of Newton–Schulz, 3 to 5.',
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
  onDivergence: {
    kind: 'choice',
    choices: ['stop', 'ask', 'roll-back'],
    unset,
    help: 'Where the loss is no finite number for several steps, or stays far above what it was: end, say so and continue where that is possible, or go back to a checkpoint from before it with half the rate and without its batches, at most 3 times.',
  },
  average: { kind: 'flag', help: 'Keep the mean of the weights over the last third of the steps as the model.' },
} as const satisfies OptionTable;

/** How rows are made of a corpus; nothing of it concerns instruction sets. */
export const CORPUS_OPTIONS = {
  packing: {
    kind: 'choice',
    choices: ['concat', 'best-fit'],
    unset,
    help: 'How rows are made of the corpus: `concat` cuts the documents, back to back, every `--seq` tokens; `best-fit` begins rows with documents, cuts only those that are longer than a row, and packs the rest so that little is padding.',
  },
  documentMask: {
    kind: 'choice',
    choices: ['on', 'off'],
    unset,
    help: 'Whether attention stays within documents, and nothing is predicted from one to the next.',
  },
  shiftWindows: {
    kind: 'choice',
    choices: ['on', 'off'],
    unset,
    help: 'For `--packing concat`: whether each pass cuts the corpus from another offset on.',
  },
} as const satisfies OptionTable;

export type RecipeOptions = OptionValues<typeof RECIPE_OPTIONS> & Partial<OptionValues<typeof CORPUS_OPTIONS>>;

/** @param init whether the run starts from a model's weights */
const isStandard = ({ recipe }: RecipeOptions, init: boolean): boolean =>
  (recipe ?? (init ? 'simple' : 'standard')) === 'standard';

/** What a new run begins with. @param init whether it starts from a model's weights */
export function proposedRecipe(options: RecipeOptions, init: boolean, basis: RecipeBasis): Recipe {
  if (isStandard(options, init)) return recipeFor(basis);
  const { lr, optimizer } = options;
  const learningRate = (optimizer === 'muon' ? undefined : lr) ?? 1e-3;
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

/** What is to be said of rates that are proposed beyond what was measured; null: nothing. */
export function rateNotice(options: RecipeOptions, init: boolean, basis: RateBasis): string | null {
  const beyond = extrapolations(options.optimizer ?? 'adamw', basis);
  if (!isStandard(options, init) || options.lr !== undefined || beyond.length === 0) return null;
  const said = ({ of, value, from, to }: Extrapolation) => {
    const range = from === to ? `${from}` : `${from} to ${to}`;
    return of === 'width'
      ? `widths of ${range}, this model has ${value}`
      : `${range} tokens a step, this run has ${value}`;
  };
  return `The learning rates are extrapolated. They were measured with ${beyond.map(said).join('; with ')}. \`ocaq rate\` finds the one of this model.`;
}

/** A recipe with what the options say in its place. Tables keep their rate whatever that of matrices is. */
export function changedRecipe(proposed: Recipe, options: RecipeOptions): Recipe {
  const recipe = withOptimizer(proposed, options.optimizer ?? proposed.optimizer);
  const { tables } = recipe.groups;
  const learningRate = options.lr ?? recipe.learningRate;
  const keptRate = (tables.rate * recipe.learningRate) / learningRate;
  const rate = options.tableLr !== undefined ? options.tableLr / learningRate : keptRate;
  const isSame = learningRate === recipe.learningRate && options.tableLr === undefined;
  return {
    optimizer: recipe.optimizer,
    momentum: options.momentum ?? recipe.momentum,
    iterations: options.iterations ?? recipe.iterations,
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
    packing: options.packing ?? recipe.packing,
    documentMask: isOn(options.documentMask) ?? recipe.documentMask,
    shiftWindows: isOn(options.shiftWindows) ?? recipe.shiftWindows,
    onDivergence: options.onDivergence ?? recipe.onDivergence,
    averageWeights: options.average || recipe.averageWeights,
  };
}

const isOn = (given: 'on' | 'off' | undefined): boolean | undefined => given && given === 'on';

/** A recipe in one line of text. */
export function recipeText(recipe: Recipe): string {
  const { tables } = recipe.groups;
  const table = Number((tables.rate * recipe.learningRate).toPrecision(3));
  const held = recipe.schedule === 'hold' ? ` to ${Math.round(recipe.holdShare * 100)} %` : '';
  const { optimizer, momentum, iterations } = recipe;
  return [
    ...(optimizer === 'muon' ? [`Muon for matrices, momentum ${momentum}, ${iterations} iterations`] : []),
    `learning rate ${recipe.learningRate}, of tables ${table}, ${recipe.schedule}${held}, at the end ${recipe.minLearningRate}`,
    `weight decay ${recipe.weightDecay}`,
    `betas ${recipe.beta1} and ${recipe.beta2}`,
    `${recipe.residualInit} residual start`,
    ...(recipe.packing === 'best-fit' ? ['documents packed by best fit'] : []),
    ...(recipe.documentMask ? ['attention within documents'] : []),
    ...(recipe.shiftWindows && recipe.packing === 'concat' ? ['shifted windows'] : []),
    ...(recipe.averageWeights ? ['mean of the last third'] : []),
  ].join('; ');
}
