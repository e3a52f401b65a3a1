/**
 * FLORES bits: −log₂ of the probability of the second half of a sentence, by characters, given the first one; the mean over
 * sentences. As the Goldfish models are evaluated (Chang et al. 2024, eval_code/flores_eval_goldfish.py): one begin token stands
 * in front; of the tokens of the whole sentence as many are given as its first half alone has, and of an odd number of characters
 * that half is the shorter one. By bits a sentence, models with any tokenizers compare. It differs in three things: a sentence
 * longer than the context loses tokens at its beginning, not at its end, so that it gives no fewer bits; a token for unknown text
 * counts as the model has it, not as a guess among all; empty lines are no sentences.
 */
import { spreadOf } from '../data/intervals.ts';
import { firstHalf } from '../data/tasks/sentences.ts';
import { continuation, type ScoringTokenizer } from './continuation.ts';
import { type Measure, placed } from './measure.ts';
import type { FloresResult } from './results.ts';

/** @param sentences at least one */
export function floresBits(
  set: string,
  sentences: readonly string[],
  tokenizer: ScoringTokenizer,
): Measure<FloresResult> {
  return {
    items: sentences.map((sentence) => ({ texts: [sentence], sequences: 1 })),
    sequences: sentences.map((sentence) => continuation(tokenizer, firstHalf(sentence), sentence)),
    result(nats, cut) {
      const bits = nats.filter((one) => one !== null).map((one) => one / Math.LN2);
      return { kind: 'flores', set, bits: spreadOf(bits), cut, tooLong: nats.length - bits.length };
    },
    only: (items) => floresBits(set, placed(sentences, items), tokenizer),
  };
}
