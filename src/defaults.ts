/** What is assumed until a person or an adapter says otherwise; the same in the studio and on the command line. */

import { OcaqError } from './errors.ts';
import type { Recipe } from './model/recipe.ts';

/** Memory for a plan, in bytes: what a 4 GB card has left beside desktop, browser and driver. */
export const DEFAULT_BUDGET_BYTES = 3.25 * 2 ** 30;

/** The largest binding in bytes that every WebGPU adapter allows (maxStorageBufferBindingSize). */
export const PORTABLE_BINDING_BYTES = 128 * 2 ** 20;

/** Beyond so many times the peak learning rate that suits a model, a run most likely diverges. */
const RATE_MARGIN = 10;

/** What is said of a learning rate before a run begins; null: nothing. @param suited what a recipe for this model has */
export function rateWarning(rate: number, suited: number): OcaqError | null {
  if (rate <= RATE_MARGIN * suited) return null;
  return new OcaqError(
    'rate-beyond-model',
    `The peak learning rate ${rate} is far above the ${suited} that suits this model: the run will most likely diverge. Choose a rate near ${suited}.`,
    { rate, suited },
  );
}

/** Learning rate of matrices that Muon updates, whatever the width: its steps have the size of the rate itself. */
export const MUON_RATE = 0.02;
/** Of AdamW, where a recipe says nothing better. */
const ADAMW_RATE = 1e-3;

/**
 * A recipe with another optimizer: matrices get the rate that suits it, Muon's own or that which vectors have under AdamW; tables
 * and vectors keep theirs.
 */
export function withOptimizer<R extends Recipe>(recipe: R, optimizer: Recipe['optimizer']): R {
  if (optimizer === recipe.optimizer) return recipe;
  const { tables, vectors } = recipe.groups;
  const ofVectors = recipe.learningRate * vectors.rate;
  const learningRate = optimizer === 'muon' ? MUON_RATE : rounded(ofVectors > 0 ? ofVectors : ADAMW_RATE, 2);
  const factor = recipe.learningRate / learningRate;
  return {
    ...recipe,
    optimizer,
    learningRate,
    minLearningRate: rounded(recipe.minLearningRate / factor, 2),
    groups: {
      ...recipe.groups,
      tables: { ...tables, rate: rounded(tables.rate * factor, 3) },
      vectors: { ...vectors, rate: rounded(vectors.rate * factor, 3) },
    },
  };
}

const rounded = (value: number, digits: number): number => Number(value.toPrecision(digits));

/** From and to which widths, and tokens of a step, the rates that are proposed were measured (docs/log.md). */
const MEASURED_RATES = {
  adamw: { width: [64, 768], tokensPerStep: [512, 4096] },
  muon: { width: [64, 512], tokensPerStep: [1024, 1024] },
} as const satisfies Record<Recipe['optimizer'], Record<keyof RateBasis, readonly [number, number]>>;

/** What proposed rates depend on. */
export interface RateBasis {
  /** Of the hidden states. */
  readonly width: number;
  readonly tokensPerStep: number;
}

export interface Extrapolation {
  readonly of: keyof RateBasis;
  readonly value: number;
  /** What was measured. */
  readonly from: number;
  readonly to: number;
}

/** In what a model lies outside of those that proposed rates were measured with; nothing: they hold as they are. */
export function extrapolations(optimizer: Recipe['optimizer'], basis: RateBasis): Extrapolation[] {
  return (['width', 'tokensPerStep'] as const).flatMap((of) => {
    const [from, to] = MEASURED_RATES[optimizer][of];
    const value = basis[of];
    return value < from || value > to ? [{ of, value, from, to }] : [];
  });
}
