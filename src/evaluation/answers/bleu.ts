/**
 * BLEU (Papineni et al. 2002): the geometric mean of the precisions of sequences of one to four words, times a penalty for
 * texts shorter than their references. Words are those of mteval-v13a; an order without a match is smoothed exponentially
 * (Chen and Cherry 2014, method 3: the k-th such order counts 1/2^k matches); case counts. Figures are those of sacrebleu.
 */
import { commonCount, ngramsUpTo, totalCount } from './ngrams.ts';
import { RULES, type Segment, type TextMeasure } from './text-measure.ts';
import { tokenise13a } from './tokenise-13a.ts';

const ORDER = 4;

export interface Bleu {
  /** 0 … 100 */
  readonly score: number;
  /** [4] by length of the sequences, in percent, smoothed. */
  readonly precisions: readonly number[];
  readonly brevityPenalty: number;
  /** In words. */
  readonly length: number;
  /** Of the references that are nearest in length. */
  readonly referenceLength: number;
}

export const bleu = {
  id: 'bleu',
  signature: (references) => `nrefs:${references}|case:mixed|eff:no|tok:13a|smooth:exp|${RULES}`,
  statistics: bleuStatistics,
  score: (sums) => bleuOf(sums).score,
} as const satisfies TextMeasure;

/** [10]: length, length of the reference, matches by order [4], sequences by order [4]. */
function bleuStatistics({ text, references }: Segment): number[] {
  const words = tokenise13a(text);
  const known = references.map(tokenise13a);
  const counts = ngramsUpTo(words, ORDER);
  const ofKnown = known.map((one) => ngramsUpTo(one, ORDER));
  const matches = counts.map((ngrams, i) => {
    const most = new Map<string, number>();
    for (const one of ofKnown)
      for (const [ngram, times] of one[i]!) most.set(ngram, Math.max(times, most.get(ngram) ?? 0));
    return commonCount(ngrams, most);
  });
  const lengths = known.map(({ length }) => length);
  return [words.length, nearest(words.length, lengths), ...matches, ...counts.map(totalCount)];
}

/** Of two that are as near the shorter. */
const nearest = (length: number, others: readonly number[]): number =>
  others.toSorted((a, b) => Math.abs(a - length) - Math.abs(b - length) || a - b)[0] ?? 0;

/**
 * @param sums of the statistics of segments
 * @param isEffective whether lengths are left out of which the text has no sequences: else a text of fewer than four words scores 0
 */
export function bleuOf(sums: readonly number[], isEffective = false): Bleu {
  const [length = 0, referenceLength = 0] = sums;
  const matches = sums.slice(2, 2 + ORDER);
  const totals = sums.slice(2 + ORDER);
  const brevityPenalty = length >= referenceLength ? 1 : length === 0 ? 0 : Math.exp(1 - referenceLength / length);
  const about = { brevityPenalty, length, referenceLength };
  if (matches.every((count) => count === 0)) return { ...about, score: 0, precisions: [0, 0, 0, 0] };
  let halves = 1;
  const precisions = matches.map((count, i) => {
    const total = totals[i] as number;
    if (total === 0) return 0;
    if (count === 0) halves *= 2;
    return count === 0 ? 100 / (halves * total) : (100 * count) / total;
  });
  const used = isEffective ? precisions.filter((_, i) => totals[i] !== 0) : precisions;
  const meanLog = used.reduce((sum, precision) => sum + Math.log(precision), 0) / used.length;
  return { ...about, score: brevityPenalty * Math.exp(meanLog), precisions };
}

/** Of one segment alone, 0 … 100, of the lengths that it has (sacrebleu's `sentence_bleu`, `eff:yes`). */
export const sentenceBleu = (segment: Segment): number => bleuOf(bleuStatistics(segment), true).score;
