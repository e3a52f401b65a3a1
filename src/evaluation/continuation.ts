/** Texts as sequences of tokens whose end is predicted: where a text begins, and where what is predicted of it does. */
import type { TextTokenizer } from '../data/tokenizer/text-tokenizer.ts';
import { OcaqError } from '../errors.ts';
import type { Sequence } from './sequence-losses.ts';

export type ScoringTokenizer = Pick<TextTokenizer, 'encode' | 'beginIds' | 'bosId' | 'eosId'>;

/**
 * What the first token of a text is predicted from: the tokens that the tokenizer puts in front of every text; where it puts none,
 * the end-of-text token, which stands before every document but the first in training; else the one that begins texts.
 * @throws OcaqError `tokenizer-no-eos`
 */
export function startIds({ beginIds, bosId, eosId }: ScoringTokenizer): readonly number[] {
  if (beginIds.length > 0) return beginIds;
  const id = eosId ?? bosId;
  if (id !== undefined) return [id];
  throw new OcaqError(
    'tokenizer-no-eos',
    'This tokenizer has no token that begins or ends a text, from which the first token of one could be predicted. Use a tokenizer that has one.',
  );
}

/**
 * A text of which what follows its beginning `given` is predicted. It is encoded as a whole; as many of its tokens are given as
 * the beginning alone has, so that a token across the seam counts to one side as it would to the other (as lm-evaluation-harness
 * and the Goldfish evaluation do it), but for the last one: where a token across the seam is all that is left, it is predicted,
 * because nothing would be certain. Special tokens written in it are plain text.
 */
export function continuation(tokenizer: ScoringTokenizer, given: string, whole: string): Sequence {
  const start = startIds(tokenizer);
  const encode = (text: string) => tokenizer.encode(text, { specialTokens: false });
  const ids = [...start, ...encode(whole)];
  return { ids, from: Math.max(1, Math.min(start.length + encode(given).length, ids.length - 1)) };
}
