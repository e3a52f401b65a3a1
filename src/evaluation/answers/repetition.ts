/**
 * How much texts repeat themselves. A text loops when it ends in a phrase that has come at least three times in a row by then
 * (Holtzman et al. 2020, "The Curious Case of Neural Text Degeneration", of phrases of two tokens or more); the share of answers that
 * loop is what small models are judged by first. Distinct-n is the number of different sequences of n words by that of all
 * (Li et al. 2016, "A Diversity-Promoting Objective Function"; there by the number of words): 1 where none comes twice, and the lower
 * the longer a text is, so that only texts under the same limit compare. Words are those of ROUGE (data/rouge.ts).
 */
import { Words } from '../../data/rouge.ts';
import { ngramsUpTo, totalCount } from './ngrams.ts';

const LEAST_REPEATS = 3;
/** In words. One word that comes six times is such a phrase three times. */
const LEAST_PHRASE = 2;
const DISTINCT_UP_TO = 3;

/** The end of a text that repeats one phrase. */
export interface Loop {
  /** Words of the phrase. */
  readonly phrase: number;
  /** Words of the end: at least three phrases, the first of which may be cut. */
  readonly words: number;
}

/** Distinct-1, distinct-2 and distinct-3, 0 … 1; null where there is no sequence of so many words. */
export type Distinct = readonly (number | null)[];

export interface TextRepetition {
  readonly words: number;
  readonly loop: Loop | null;
  readonly distinct: Distinct;
}

export interface Repetition {
  readonly texts: readonly TextRepetition[];
  /** Texts that loop. */
  readonly loops: number;
  /** Over all texts: a sequence is counted as different once, in whatever text it comes. */
  readonly distinct: Distinct;
}

export function repetitionOf(texts: readonly string[]): Repetition {
  const vocabulary = new Words();
  const different = Array.from({ length: DISTINCT_UP_TO }, () => new Set<string>());
  const totals = different.map(() => 0);
  const each = texts.map((text): TextRepetition => {
    const words = vocabulary.of(text);
    const counts = ngramsUpTo(words, DISTINCT_UP_TO);
    const distinct = counts.map((ngrams, i) => {
      const total = totalCount(ngrams);
      totals[i] = (totals[i] as number) + total;
      for (const ngram of ngrams.keys()) different[i]!.add(ngram);
      return shareOf(ngrams.size, total);
    });
    return { words: words.length, loop: loopAtEnd(words), distinct };
  });
  return {
    texts: each,
    loops: each.filter(({ loop }) => loop !== null).length,
    distinct: different.map(({ size }, i) => shareOf(size, totals[i] as number)),
  };
}

const shareOf = (different: number, total: number): number | null => (total === 0 ? null : different / total);

/** A limit on tokens may have cut the last word: where there is no loop with it, the text is looked at without it. */
function loopAtEnd(words: Uint32Array): Loop | null {
  return shortestLoop(words) ?? shortestLoop(words.subarray(0, -1));
}

function shortestLoop(words: Uint32Array): Loop | null {
  for (let phrase = LEAST_PHRASE; phrase * LEAST_REPEATS <= words.length; phrase++) {
    let begin = words.length - phrase;
    while (begin > 0 && words[begin - 1] === words[begin - 1 + phrase]) begin--;
    const repeated = words.length - begin;
    if (repeated >= phrase * LEAST_REPEATS) return { phrase, words: repeated };
  }
  return null;
}
