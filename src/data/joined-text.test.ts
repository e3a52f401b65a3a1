import { describe, expect, it } from 'vitest';
import { joinedText, joinedTokens } from './joined-text.ts';

/** A token for each character; 0 ends a text, 1 begins one where it says so. */
const tokenizer = (beginIds: readonly number[] = []) => ({
  encode: (text: string) => Uint32Array.from(text.normalize('NFC'), (character) => character.codePointAt(0) ?? 0),
  beginIds,
  eosId: 0,
});

describe('documents as one stream of tokens', () => {
  it.each([
    ['several', ['ab', 'c'], [], [97, 98, 0, 99, 0]],
    ['with what begins each', ['ab', 'c'], [1], [1, 97, 98, 0, 1, 99, 0]],
    ['one that is empty', ['', 'a'], [], [0, 97, 0]],
    ['none', [], [], []],
  ])('%s', async (_, documents, beginIds, tokens) => {
    expect([...(await joinedTokens(documents, tokenizer(beginIds)))]).toEqual(tokens);
  });
});

describe('a text that is measured', () => {
  it('has the bytes of its documents as they are tokenised', async () => {
    expect(await joinedText('a.txt', ['ş', 's\u0327'], tokenizer())).toEqual({
      ...{ tokens: Uint32Array.of(351, 0, 351, 0), bytes: 4 },
    });
  });

  it('is refused where nothing of it is predicted', async () => {
    await expect(joinedText('a.txt', [''], tokenizer())).rejects.toMatchObject({
      ...{ code: 'corpus-too-short', details: { tokens: 1, needed: 2 } },
    });
  });
});
