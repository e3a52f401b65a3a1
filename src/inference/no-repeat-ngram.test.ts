import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NoRepeatNgram } from './no-repeat-ngram.ts';

function banned(size: number, tokens: readonly number[]): number[] {
  const ngrams = new NoRepeatNgram(size);
  for (const token of tokens) ngrams.push(token);
  return [...ngrams.banned()].sort((a, b) => a - b);
}

describe('NoRepeatNgram', () => {
  it.each([
    // As NoRepeatNGramLogitsProcessor of transformers 5.18 bans.
    [2, [1, 1, 2, 1], [1, 2]],
    [3, [1, 1, 2, 1], []],
    [2, [0, 1, 0, 1], [0]],
    [3, [0, 1, 0, 1], [0]],
    [1, [5, 3, 5], [3, 5]],
    [2, [7, 8, 9], []],
    [2, [7, 7], [7]],
    [3, [1, 2, 3, 1, 2], [3]],
    [3, [1, 2, 3, 1, 2, 4, 1, 2], [3, 4]],
    [4, [1, 2, 3, 1, 2], []],
  ])('of %i: after %j never %j', (size, tokens, expected) => {
    expect(banned(size, tokens)).toEqual(expected);
  });

  it('bans nothing while there are fewer tokens than make a sequence', () => {
    expect(banned(3, [])).toEqual([]);
    expect(banned(3, [4])).toEqual([]);
    expect(banned(3, [4, 4])).toEqual([]);
    expect(banned(1, [])).toEqual([]);
  });

  it('tells tokens by their numbers, not by their digits', () => {
    expect(banned(3, [1, 12, 5, 11, 2])).toEqual([]);
  });

  it('bans what would repeat a sequence, and nothing else', () => {
    const small = fc.array(fc.nat(3), { maxLength: 30 });
    fc.assert(
      fc.property(small, fc.integer({ min: 1, max: 4 }), (tokens, size) => {
        const sequences = tokens.flatMap((_, i) => (i + size <= tokens.length ? [`${tokens.slice(i, i + size)}`] : []));
        const expected = [0, 1, 2, 3].filter((next) => {
          const last = [...tokens, next].slice(-size);
          return last.length === size && sequences.includes(`${last}`);
        });
        expect(banned(size, tokens)).toEqual(expected);
      }),
    );
  });
});
