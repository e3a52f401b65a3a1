/** What a text of so many tokens can feed. */
import type { CorpusAllowance } from '../data/corpus-report.ts';
import { LADDER } from '../model/coach-ladder.ts';
import { parameterCount } from '../model/families/table.ts';

/** Tokens for each weight of a matrix or head that are best for a given amount of arithmetic (nanochat). */
const TOKENS_PER_WEIGHT = 10.5;
/** Up to so many passes are nearly as good as fresh text (Muennighoff et al. 2023, arXiv:2305.16264). */
const NEARLY_FRESH = 4;

export function allowanceOf(tokens: number): CorpusAllowance {
  const passes = [1, NEARLY_FRESH].map((epochs) => ({
    epochs,
    trainedTokens: epochs * tokens,
    weights: (epochs * tokens) / TOKENS_PER_WEIGHT,
  }));
  const most = (NEARLY_FRESH * tokens) / TOKENS_PER_WEIGHT;
  const sizes = LADDER.map(({ preset, config }) => ({ preset, parameters: parameterCount(config) }));
  return { tokens, passes, model: sizes.findLast(({ parameters }) => parameters <= most) ?? null };
}
