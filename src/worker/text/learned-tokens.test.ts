import { expect, test } from 'vitest';
import { learnedTokens } from './learned-tokens.ts';

const lengths = { whole: Uint32Array.of(4, 8, 9, 12), prompt: Uint32Array.of(1, 6, 7, 8) };
const alone = (weight: number) => [{ lengths, weight }];

test('records that fit are learned, and truncated ones where an answer token is left', () => {
  const learned = (records: number, tokens: number, answerTokens: number, packedRows: number) => ({
    ...{ records, rows: records, tokens, answerTokens, packedRows },
  });
  expect(learnedTokens(alone(1), 8, 'leave-out')).toEqual(learned(2, 12, 5, 2));
  expect(learnedTokens(alone(1), 8, 'truncate')).toEqual(learned(3, 20, 6, 3));
  expect(learnedTokens(alone(1), 24, 'leave-out')).toEqual(learned(4, 33, 11, 2));
  expect(learnedTokens(alone(1), 3, 'leave-out')).toEqual(learned(0, 0, 0, 0));
});

test('a pass has the rows and tokens of each set by its weight', () => {
  const twice = { records: 4, rows: 8, tokens: 66, answerTokens: 22, packedRows: 4 };
  expect(learnedTokens(alone(2), 24, 'leave-out')).toEqual(twice);
  const [whole, half] = [
    { lengths, weight: 1 },
    { lengths, weight: 0.5 },
  ];
  const both = { records: 8, rows: 6, tokens: 49.5, answerTokens: 16.5, packedRows: 3 };
  expect(learnedTokens([whole, half], 24, 'leave-out')).toEqual(both);
});
