import { expect, test } from 'vitest';
import { endTokens } from './token-roles.ts';

test.each([
  ["the tokenizer's alone", [2], undefined, [2]],
  ["the tokenizer's, then those that the config lists, each once", [2], [7, 2, 9], [2, 7, 9]],
  ['of a tokenizer without one', [], [7], [7]],
  ['none', [], undefined, []],
])('tokens that end an answer: %s', (_, stopTokens, moreEosTokenIds, expected) => {
  expect(endTokens({ stopTokens }, { moreEosTokenIds })).toEqual(expected);
});
