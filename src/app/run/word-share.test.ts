import { expect, test } from 'vitest';
import { wordShares } from './word-share.tsx';

const sample = (step: number, known: number, total: number) => ({
  step,
  prompt: '',
  text: '',
  words: { known, total },
});

test('the share of a step is over the words of all its samples', () => {
  expect(wordShares([sample(10, 1, 4), sample(10, 5, 6), sample(20, 3, 3)])).toEqual([0.6, 1]);
});

test('samples without words, or of corpora without a word list, say nothing', () => {
  expect(wordShares([sample(10, 0, 0), { step: 20, prompt: '', text: 'a' }, sample(30, 0, 2)])).toEqual([0]);
  expect(wordShares([])).toEqual([]);
});
