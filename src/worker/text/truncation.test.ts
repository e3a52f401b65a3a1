import { expect, test } from 'vitest';
import { truncationAt, unansweredAt } from './truncation.ts';

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

test('records whose prompt leaves no room for an answer are named, and more of them counted', () => {
  const records = Array.from({ length: 9 }, (_, i) => ({ set: 's', row: 10 + i }));
  const lengths = { prompt: Uint32Array.of(7, 8, 9, 8, 1, 8, 8, 8, 2) };
  expect(unansweredAt(lengths, records, 8)).toMatchObject({
    count: 6,
    places: [11, 12, 13, 15, 16].map((row) => ({ set: 's', row })),
  });
  expect(unansweredAt(lengths, records, 10)).toEqual({ count: 0, places: [] });
});
