import { describe, expect, it } from 'vitest';
import { figuresOfResult, lossFigures } from './card-figures.ts';
import type { AnswersResult, ExamResult, FloresResult, PairsResult, TextResult } from './results.ts';

const share = { correct: 3, count: 4, share: 0.75, low: 0.3, high: 0.95 };
const none = { correct: 0, count: 0, share: null, low: 0, high: 1 };
const fit = { cut: 0, tooLong: 0 };

describe('what a card says of a result', () => {
  it('of a text is its perplexity and its bits per byte', () => {
    const text: TextResult = {
      kind: 'text',
      set: 'a.txt',
      loss: 2,
      perplexity: 7.4,
      bitsPerByte: 1.2,
      tokens: 9,
      bytes: 9,
    };
    expect(figuresOfResult(text, 'a.txt', 64, 0)).toEqual([
      { kind: 'perplexity', value: 7.4, measuredOn: 'a.txt', window: 64 },
      { kind: 'bits-per-byte', value: 1.2, measuredOn: 'a.txt', window: 64 },
    ]);
    expect(lossFigures(text, null, 8)[0]).toMatchObject({ measuredOn: null, window: 8 });
  });

  it('of sentences, pairs and questions is a mean or a share with its interval, and what guessing gets', () => {
    const bits = { count: 2, mean: 150, min: 140, max: 160, interval: { low: 135, high: 165 } };
    const flores: FloresResult = { kind: 'flores', set: 'f', bits, ...fit };
    expect(figuresOfResult(flores, 'FLORES', 64, 2)).toEqual([
      { kind: 'flores-bits', set: 'FLORES', leaked: 2, value: 150, interval: bits.interval, count: 2 },
    ]);
    const pairs: PairsResult = { kind: 'pairs', set: 'p', all: share, phenomena: [], problems: [], ...fit };
    const interval = { low: 0.3, high: 0.95 };
    expect(figuresOfResult(pairs, 'AzBLiMP', 64, 0)).toEqual([
      { kind: 'pair-accuracy', set: 'AzBLiMP', leaked: 0, value: 0.75, interval, count: 4, chance: 0.5 },
    ]);
    const exam: ExamResult = {
      ...{ kind: 'exam', set: 'e', form: 'plain', raw: share, normalised: share, chance: 0.25, problems: [] },
      ...fit,
    };
    expect(figuresOfResult(exam, 'e', 64, 0).map(({ kind }) => kind)).toEqual([
      'exam-accuracy',
      'exam-accuracy-normalised',
    ]);
    expect(figuresOfResult({ ...exam, raw: none, normalised: none }, 'e', 64, 0)).toEqual([]);
  });

  it('of answers is every score with how it was counted', () => {
    const answers: AnswersResult = {
      ...{ kind: 'answers', set: 'q', distinct: [null, null, null], cut: 0, leftOut: [] },
      scores: [{ measure: 'chrf', score: 31.5, interval: null, signature: 'nrefs:1' }],
      loops: { share: 0, low: 0, high: 1 },
      answers: [{ row: 1, prompt: 'q', references: ['r'], text: 'r', chrf: 100, isLoop: false }],
    };
    expect(figuresOfResult(answers, 'q', 64, 1)).toEqual([
      { kind: 'chrf', set: 'q', leaked: 1, value: 31.5, interval: null, signature: 'nrefs:1', count: 1 },
    ]);
  });
});
