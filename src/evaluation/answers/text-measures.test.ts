import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { bleu, bleuOf, sentenceBleu } from './bleu.ts';
import { chrf, chrfPlusPlus } from './chrf.ts';
import { referencesOfEach, type Segment, scoreOf, sumsOf, type TextMeasure } from './text-measure.ts';

interface Figures {
  readonly segments: readonly Segment[];
  readonly corpus: readonly (Readonly<Record<'bleu' | 'chrf' | 'chrf++' | 'brevityPenalty', number>> & {
    readonly references: number;
    readonly precisions: readonly number[];
    readonly length: number;
    readonly referenceLength: number;
  })[];
  readonly sentences: readonly (readonly Readonly<Record<'bleu' | 'chrf' | 'chrf++', number>>[])[];
}

/** What sacrebleu gives for texts of our own; `OCAQ_FIGURES` names a file of more of them, see sacrebleu-figures.py. */
const GOLDEN = fileURLToPath(new URL('../../testing/golden/text-measures/cases.json', import.meta.url));
const figures: Figures = JSON.parse(readFileSync(process.env.OCAQ_FIGURES ?? GOLDEN, 'utf8'));

/** sacrebleu prints one or two digits after the point; these are all that differ between two ways to add up. */
const DIGITS = 10;
const MEASURES: readonly TextMeasure[] = [bleu, chrf, chrfPlusPlus];

describe.each([1, 2])('against sacrebleu, with %d references', (count) => {
  const segments = figures.segments.map(({ text, references }) => ({ text, references: references.slice(0, count) }));
  const corpus = figures.corpus.find(({ references }) => references === count);
  const sentences = figures.sentences[count - 1] ?? [];

  it('has the score of a set', () => {
    expect(segments).toHaveLength(200);
    for (const measure of MEASURES)
      expect(scoreOf(measure, segments), measure.id).toBeCloseTo(corpus?.[measure.id as 'bleu'] ?? Number.NaN, DIGITS);
  });

  it('has the parts of BLEU', () => {
    const { precisions, ...parts } = bleuOf(sumsOf(segments.map(bleu.statistics)));
    for (const [i, precision] of precisions.entries())
      expect(precision).toBeCloseTo(corpus?.precisions[i] ?? Number.NaN, DIGITS);
    expect(parts.brevityPenalty).toBeCloseTo(corpus?.brevityPenalty ?? Number.NaN, DIGITS);
    expect([parts.length, parts.referenceLength]).toEqual([corpus?.length, corpus?.referenceLength]);
  });

  it('has the score of each segment', () => {
    expect(sentences).toHaveLength(200);
    for (const [i, segment] of segments.entries()) {
      const expected = sentences[i];
      expect(sentenceBleu(segment), segment.text).toBeCloseTo(expected?.bleu ?? Number.NaN, DIGITS);
      for (const measure of [chrf, chrfPlusPlus])
        expect(scoreOf(measure, [segment]), segment.text).toBeCloseTo(
          expected?.[measure.id as 'chrf'] ?? Number.NaN,
          DIGITS,
        );
    }
  });
});

describe('a text against its reference', () => {
  const of = (text: string, ...references: string[]) => ({ text, references });
  const long = 'Axşam düşəndə kəndin üstünə sakitlik çökürdü.';

  it.each(MEASURES)('gets 100 where both are the same, and 0 where the text is empty: $id', (measure) => {
    expect(scoreOf(measure, [of(long, long)])).toBeCloseTo(100, DIGITS);
    expect(scoreOf(measure, [of('', long)])).toBe(0);
    expect(scoreOf(measure, [of('', '')])).toBe(0);
    expect(scoreOf(measure, [of(long, '')])).toBe(0);
    expect(scoreOf(measure, [of('xyz', 'abc')])).toBe(0);
  });

  it('has no BLEU of a set that is shorter than four words, and one of the segment', () => {
    expect(scoreOf(bleu, [of('üç söz var', 'üç söz var')])).toBe(0);
    expect(sentenceBleu(of('üç söz var', 'üç söz var'))).toBeCloseTo(100, DIGITS);
  });

  it('takes half a match for the first length without one, a quarter for the second', () => {
    const { precisions } = bleuOf(bleu.statistics(of('a b x c d', 'a b y c d')));
    expect(precisions).toEqual([80, 50, 100 / (2 * 3), 100 / (4 * 2)]);
  });

  it('takes the reference nearest in length, and of two as near the shorter', () => {
    const lengthOf = (...references: string[]) => bleuOf(bleu.statistics(of('a b c d', ...references))).referenceLength;
    expect(lengthOf('a b', 'a b c d e f g')).toBe(2);
    expect(lengthOf('a b c d e', 'a b c')).toBe(3);
  });

  it('counts a sequence as often as one reference has it', () => {
    const { precisions } = bleuOf(bleu.statistics(of('bu bu bu bu bu', 'bu ev', 'bu bağ bu su')));
    expect(precisions[0]).toBe(40);
  });

  it('takes for chrF the reference that gives the best score', () => {
    expect(scoreOf(chrf, [of(long, 'başqa bir cümlə', long)])).toBeCloseTo(100, DIGITS);
  });

  it('counts characters outside of the basic plane as one', () => {
    expect(chrf.statistics(of('😀😃', '😀😄')).slice(0, 6)).toEqual([2, 2, 1, 1, 1, 0]);
  });
});

describe('a signature', () => {
  it('says how was counted, and by whom', () => {
    expect(bleu.signature(1)).toBe('nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|rules:sacrebleu-2.6.0|by:ocaq');
    expect(chrf.signature(2)).toBe('nrefs:2|case:mixed|eff:yes|nc:6|nw:0|space:no|rules:sacrebleu-2.6.0|by:ocaq');
    expect(chrfPlusPlus.signature('var')).toMatch(/^nrefs:var\|case:mixed\|eff:yes\|nc:6\|nw:2\|space:no\|/);
  });

  it('has the number of references, where all segments have as many', () => {
    expect(referencesOfEach(figures.segments)).toBe(2);
    const [first, ...others] = figures.segments;
    expect(referencesOfEach([{ text: '', references: first?.references.slice(1) ?? [] }, ...others])).toBe('var');
  });
});
