import { expect, test } from 'vitest';
import { truncationAt } from './truncation.ts';

const of = (...records: [prompt: number, answer: number][]) => ({
  prompt: Uint32Array.from(records, ([prompt]) => prompt),
  whole: Uint32Array.from(records, ([prompt, answer]) => prompt + answer),
});

test('answers that do not fit lose what is over; those of which no token fits are not counted', () => {
  const lengths = of([4, 4], [4, 5], [7, 3], [8, 1], [20, 2]);
  expect(truncationAt(lengths, 8)).toEqual({ records: 2, lostTokens: 1 + 2, answerTokens: 5 + 3 });
});

test('where all fit nothing is lost', () => {
  expect(truncationAt(of([4, 4]), 8)).toEqual({ records: 0, lostTokens: 0, answerTokens: 0 });
  expect(truncationAt(of(), 8)).toEqual({ records: 0, lostTokens: 0, answerTokens: 0 });
});
