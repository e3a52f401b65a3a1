import { describe, expect, it } from 'vitest';
import { answerPairs, answersResult, compareAnswers } from './answer-scores.ts';
import { bleu } from './bleu.ts';
import { scoreOf } from './text-measure.ts';
import type { Answer } from './write-answers.ts';

const REFERENCES = [
  'Bakı Azərbaycanın paytaxtıdır və Xəzərin sahilində yerləşir.',
  'Su yüz dərəcədə qaynayır, sıfır dərəcədə donur.',
  'Arılar çiçəkdən çiçəyə uçaraq bal toplayırlar.',
  'Qışda günlər qısa, gecələr isə uzun olur.',
];

const answer = (row: number, text: string, more: Partial<Answer> = {}): Answer => ({
  item: { asked: { instruction: `Sual ${row}`, input: '' }, references: [REFERENCES[row - 1] ?? ''], row },
  text,
  tokens: 9,
  stopped: 'eos',
  ...more,
});
const right = REFERENCES.map((text, i) => answer(i + 1, text));

describe('what answers are worth', () => {
  it('is all where they are the references', () => {
    const { scores, loops, distinct, cut, leftOut, answers, ...about } = answersResult('suallar.jsonl', right, [], 0);
    expect(about).toEqual({ kind: 'answers', set: 'suallar.jsonl' });
    expect(scores.map(({ measure }) => measure)).toEqual(['bleu', 'chrf', 'chrf++']);
    for (const { score, interval, signature } of scores) {
      expect(score).toBeCloseTo(100, 10);
      expect(interval?.low).toBeCloseTo(100, 10);
      expect(signature).toMatch(/^nrefs:1\|/);
    }
    expect(loops).toMatchObject({ share: 0, low: 0 });
    expect(distinct[1]).toBe(1);
    expect({ cut, leftOut }).toEqual({ cut: 0, leftOut: [] });
    expect(answers[3]).toEqual({
      ...{ row: 4, prompt: 'Sual 4', references: [REFERENCES[3]], text: REFERENCES[3] },
      ...{ chrf: expect.closeTo(100, 10), isLoop: false },
    });
  });

  it('is less where they are other ones, loop or were cut', () => {
    const answers = [
      right[0]!,
      answer(2, 'Su su qaynayır, su su qaynayır, su su qaynayır', { stopped: 'length' }),
      answer(3, '', { stopped: 'context' }),
      answer(4, 'Qışda günlər qısa olur.'),
    ];
    const leftOut = [{ row: 5, reason: 'prompt-too-long' }] as const;
    const result = answersResult('s', answers, leftOut, 0);
    const [first] = result.scores;
    const segments = answers.map(({ text, item }) => ({ text, references: item.references }));
    expect(first?.score).toBeCloseTo(scoreOf(bleu, segments), 12);
    expect(first?.interval?.low).toBeLessThan(first?.score ?? 0);
    expect(first?.interval?.high).toBeGreaterThan(first?.score ?? 0);
    expect(result.loops.share).toBe(1 / 4);
    expect(result.answers.map(({ isLoop }) => isLoop)).toEqual([false, true, false, false]);
    expect(result.answers[2]?.chrf).toBe(0);
    expect({ cut: result.cut, leftOut: result.leftOut }).toEqual({ cut: 2, leftOut });
  });

  it('is the same by the same seed', () => {
    const answers = [right[0]!, answer(2, 'Su donur.'), answer(3, 'Arılar uçur.'), right[3]!];
    expect(answersResult('s', answers, [], 4)).toEqual(answersResult('s', answers, [], 4));
  });

  it('has no interval of a single answer', () => {
    expect(answersResult('s', right.slice(0, 1), [], 0).scores[0]?.interval).toBeNull();
  });
});

describe('two models on the same prompts', () => {
  const scored = (answers: readonly Answer[]) => answersResult('s', answers, [], 0).answers;
  const best = scored(right);
  const worse = scored(REFERENCES.map((text, i) => answer(i + 1, text.split(' ').slice(0, 3).join(' '))));

  it('differ by the second less the first, with what they both answered', () => {
    const pairs = answerPairs(worse, [...scored([answer(9, 'başqa')]), ...best.toReversed()]);
    expect(pairs.map(({ first, second }) => [first.row, second.row])).toEqual([1, 2, 3, 4].map((row) => [row, row]));
    const differences = compareAnswers(pairs, 0);
    expect(differences.map(({ measure }) => measure)).toEqual(['bleu', 'chrf', 'chrf++', 'loops']);
    for (const { difference, interval } of differences.slice(0, 3)) {
      expect(difference).toBeGreaterThan(10);
      expect(interval?.low).toBeGreaterThan(0);
    }
    expect(differences[3]).toEqual({ measure: 'loops', difference: 0, interval: { low: 0, high: 0 } });
  });

  it('do not differ from themselves', () => {
    for (const { difference, interval } of compareAnswers(answerPairs(worse, worse), 0))
      expect({ difference, interval }).toEqual({ difference: 0, interval: { low: 0, high: 0 } });
  });

  it.each([
    ['prompt', { prompt: 'Başqa sual' }],
    ['reference', { references: ['Başqa cavab.'] }],
  ])('are not compared where a row is of another %s', (_, other) => {
    const [first, ...rest] = best;
    expect(answerPairs(best, [{ ...first!, ...other }, ...rest]).map(({ first: { row } }) => row)).toEqual([2, 3, 4]);
  });
});
