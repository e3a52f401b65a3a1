import { describe, expect, it } from 'vitest';
import { continuation } from './continuation.ts';

/** `ab` is one token, and so is every other character. */
const tokenizer = {
  encode: (text: string) =>
    Uint32Array.from(text.match(/ab|./gsu) ?? [], (piece) => (piece === 'ab' ? 9 : piece.length)),
  beginIds: [],
  bosId: undefined,
  eosId: 0,
};

describe('a text whose beginning is given', () => {
  it.each([
    ['is predicted from its end on', 'xy', 'xyz', [0, 1, 1, 1], 3],
    ['is predicted as a whole where nothing is given', '', 'xy', [0, 1, 1], 1],
    ['gives a token across the seam', 'xa', 'xabz', [0, 1, 9, 1], 3],
    ['has its last token predicted where that lies across the seam', 'xa', 'xab', [0, 1, 9], 2],
    ['has its last token predicted where its beginning alone has more of them', 'axa', 'ab', [0, 9], 1],
    ['has nothing predicted where it has no tokens', '', '', [0], 1],
  ])('%s', (_, given, whole, ids, from) => {
    expect(continuation(tokenizer, given, whole)).toEqual({ ids, from });
  });

  it('begins with what the tokenizer puts in front of a text', () => {
    expect(continuation({ ...tokenizer, beginIds: [7, 8] }, 'x', 'xy')).toEqual({ ids: [7, 8, 1, 1], from: 3 });
  });
});
