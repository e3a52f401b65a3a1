/** What a measure is that compares texts with references: a score of a whole set that follows from sums over its segments. */

/** A text that a model wrote, and what it should have been like. */
export interface Segment {
  readonly text: string;
  /** At least one. */
  readonly references: readonly string[];
}

/** Stable: it is stored with results. */
export type TextMeasureId = 'bleu' | 'chrf' | 'chrf++';

export interface TextMeasure {
  readonly id: TextMeasureId;
  /**
   * How it was counted, in the notation of sacrebleu (Post 2018, "A Call for Clarity in Reporting BLEU Scores"). In place of
   * its version stand the version whose figures these are and who counted.
   * @param references of a segment; `var`: not every segment has the same number
   */
  signature(references: number | 'var'): string;
  /** What of a segment is added up; as many numbers for each. */
  statistics(segment: Segment): readonly number[];
  /** 0 … 100 */
  score(sums: readonly number[]): number;
}

/** Ends every signature: the figures are those of this version of sacrebleu, counted by another program. */
export const RULES = 'rules:sacrebleu-2.6.0|by:ocaq';

/** Of segments, element by element. */
export function sumsOf(statistics: readonly (readonly number[])[]): number[] {
  const [first = [], ...others] = statistics;
  const sums = [...first];
  for (const one of others) for (const [i, value] of one.entries()) sums[i] = (sums[i] as number) + value;
  return sums;
}

/** Of a whole set. It is no mean of the scores of its segments. */
export const scoreOf = (measure: TextMeasure, segments: readonly Segment[]): number =>
  measure.score(sumsOf(segments.map((segment) => measure.statistics(segment))));

export function referencesOfEach(segments: readonly Segment[]): number | 'var' {
  const [first = 0, ...others] = new Set(segments.map(({ references }) => references.length));
  return others.length > 0 ? 'var' : first;
}
