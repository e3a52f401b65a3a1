/**
 * chrF (Popović 2015, β = 2 as in 2016) and chrF++ (Popović 2017): the F-score of sequences of one to six characters, and of one
 * and two words beside them; precision and recall are averaged over the lengths first. White space is no character, and of a word
 * one ASCII punctuation mark at its end, else at its beginning, is cut off. Figures are those of sacrebleu.
 */
import { commonCount, type NgramCounts, ngramsUpTo, splitAtSpaces, totalCount } from './ngrams.ts';
import { RULES, type Segment, type TextMeasure } from './text-measure.ts';

const CHARACTERS = 6;
const RECALL_WEIGHT = 2 ** 2;
const PUNCTUATION = /[!-/:-@[-`{-~]/;

export const chrf = measureOf('chrf', 0);
export const chrfPlusPlus = measureOf('chrf++', 2);

function measureOf(id: TextMeasure['id'], words: number): TextMeasure {
  return {
    id,
    signature: (references) => `nrefs:${references}|case:mixed|eff:yes|nc:${CHARACTERS}|nw:${words}|space:no|${RULES}`,
    statistics: (segment) => statisticsOf(segment, words),
    score: fScore,
  };
}

/** [3 · lengths]: sequences of the text, of the reference and in common by length; of the reference that gives the best score. */
function statisticsOf({ text, references }: Segment, words: number): number[] {
  const counts = countsOf(text, words);
  const against = references.map((reference) => comparison(counts, countsOf(reference, words)));
  return against.reduce((best, one) => (fScore(one) > fScore(best) ? one : best));
}

const countsOf = (text: string, words: number): NgramCounts => [
  ...ngramsUpTo(Array.from(splitAtSpaces(text).join('')), CHARACTERS),
  ...ngramsUpTo(splitAtSpaces(text).flatMap(punctuationApart), words),
];

function punctuationApart(word: string): string[] {
  if ([...word].length === 1) return [word];
  if (PUNCTUATION.test(word.at(-1)!)) return [word.slice(0, -1), word.at(-1)!];
  return PUNCTUATION.test(word[0]!) ? [word[0]!, word.slice(1)] : [word];
}

/** Of a length that the reference does not have nothing of the text is counted. */
const comparison = (text: NgramCounts, reference: NgramCounts): number[] =>
  text.flatMap((ngrams, i) => {
    const wanted = reference[i]!;
    return [wanted.size === 0 ? 0 : totalCount(ngrams), totalCount(wanted), commonCount(ngrams, wanted)];
  });

/** @param sums [3 · lengths] as `statisticsOf`; a length that text or reference does not have does not count */
function fScore(sums: readonly number[]): number {
  let precision = 0;
  let recall = 0;
  let lengths = 0;
  for (let i = 0; i < sums.length; i += 3) {
    const [written = 0, wanted = 0, common = 0] = sums.slice(i, i + 3);
    if (written === 0 || wanted === 0) continue;
    precision += common / written;
    recall += common / wanted;
    lengths++;
  }
  if (precision + recall === 0) return 0;
  precision /= lengths;
  recall /= lengths;
  return (100 * (1 + RECALL_WEIGHT) * precision * recall) / (RECALL_WEIGHT * precision + recall);
}
