import { expect, test } from 'vitest';
import { learnedTokens } from './learned-tokens.ts';

const lengths = { whole: Uint32Array.of(4, 8, 9, 12), prompt: Uint32Array.of(1, 6, 7, 8) };

test('records that fit are learned, and truncated ones where an answer token is left', () => {
  expect(learnedTokens(lengths, 8, 'leave-out')).toEqual({ records: 2, tokens: 12, answerTokens: 5, packedRows: 2 });
  expect(learnedTokens(lengths, 8, 'truncate')).toEqual({ records: 3, tokens: 20, answerTokens: 6, packedRows: 3 });
  expect(learnedTokens(lengths, 24, 'leave-out')).toEqual({ records: 4, tokens: 33, answerTokens: 11, packedRows: 2 });
  expect(learnedTokens(lengths, 3, 'leave-out')).toEqual({ records: 0, tokens: 0, answerTokens: 0, packedRows: 0 });
});
