/** How a model learned, as its card says it: what somebody needs to train another one the same way. */
import { count, digits, inline } from './card-text.ts';
import type { CardWords } from './card-words/table.ts';

export interface CardRecipe {
  /** Of matrices; everything else is AdamW's. */
  optimizer: 'adamw' | 'muon';
  /** Of matrices, at the peak and at the last step; of tables at the peak. */
  learningRate: number;
  minLearningRate: number;
  tableRate: number;
  schedule: 'cosine' | 'linear' | 'hold';
  /** For `hold`: the share of all steps after which the rate falls. */
  holdShare: number;
  warmupSteps: number;
  /** Of the whole run, whichever of them the model is of. */
  plannedSteps: number;
  weightDecay: number;
  beta1: number;
  beta2: number;
  /** Largest norm of the gradients; 0: they were not clipped. */
  clip: number;
  /** Rows of a micro-batch, micro-batches of a step, tokens of a row. */
  batch: number;
  accumulate: number;
  seq: number;
  /** Bits in which activations were stored. */
  bits: 16 | 32;
  /** The model is the mean of the last weights. */
  isMean: boolean;
  seed: number;
  /** Where adapters learned beside the weights. */
  adapter?: CardAdapter;
}

export interface CardAdapter {
  rank: number;
  alpha: number;
  /** How the weights beside them were held, where that is quantised. */
  quantised?: string;
}

export function recipeLines(recipe: CardRecipe, { recipe: words, ...all }: CardWords): string {
  const number = (value: number) => count(value, all);
  const shown = (value: number) => digits(value, 3, all);
  const { optimizer, schedule, holdShare, clip, adapter } = recipe;
  const rows: [string, string][] = [
    [words.optimizer, words.optimizers[optimizer]],
    ...(adapter ? ([[words.adapter, adapterText(adapter, words, shown)]] as [string, string][]) : []),
    [words.rate, words.rates(shown(recipe.learningRate), shown(recipe.minLearningRate))],
    [words.tableRate, shown(recipe.tableRate)],
    [words.schedule, words.schedules[schedule](shown(100 * holdShare))],
    [words.warmup, words.steps(number(recipe.warmupSteps), number(recipe.plannedSteps))],
    [words.weightDecay, shown(recipe.weightDecay)],
    ['β1, β2', `${shown(recipe.beta1)}; ${shown(recipe.beta2)}`],
    [words.clip, clip === 0 ? words.none : shown(clip)],
    [words.step, words.stepOf(number(recipe.batch), number(recipe.seq), number(recipe.accumulate))],
    [words.activations, words.bits(recipe.bits)],
    ...(recipe.isMean ? ([[words.weights, words.mean]] as [string, string][]) : []),
    [words.seed, String(recipe.seed)],
  ];
  return ['| | |', '|---|---|', ...rows.map(([name, value]) => `| ${name} | ${value} |`)].join('\n');
}

function adapterText(
  { rank, alpha, quantised }: CardAdapter,
  words: CardWords['recipe'],
  shown: (value: number) => string,
): string {
  const text = words.adapters(String(rank), shown(alpha));
  return quantised === undefined ? text : `${text}; ${words.quantised(inline(quantised))}`;
}
