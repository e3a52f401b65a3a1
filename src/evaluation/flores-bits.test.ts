import { describe, expect, it } from 'vitest';
import { floresBits } from './flores-bits.ts';
import { FLORES_REFERENCES } from './flores-references.ts';

/** Two characters a token, from the left. */
const tokenizer = {
  encode: (text: string) => Uint32Array.from(text.match(/..?/gu) ?? [], (pair) => pair.codePointAt(0) ?? 0),
  beginIds: [7],
  bosId: 1,
  eosId: 2,
};

describe('FLORES bits', () => {
  it('are of the tokens behind those that the first half has alone, after the begin token', () => {
    const { sequences } = floresBits('dev.txt', ['abcdef', 'abcdefg', 'a', 'abcdefgh'], tokenizer);
    const [ab, cd, ef, g] = ['a', 'c', 'e', 'g'].map((letter) => letter.charCodeAt(0));
    expect(sequences).toEqual([
      // The half "abc" has two tokens: what is across the seam is given.
      { ids: [7, ab, cd, ef], from: 3 },
      { ids: [7, ab, cd, ef, g], from: 3 },
      { ids: [7, ab], from: 1 },
      { ids: [7, ab, cd, ef, g], from: 3 },
    ]);
  });

  it('begin with the end-of-text token where the tokenizer puts nothing in front, else with the beginning one', () => {
    const first = (other: Partial<typeof tokenizer> | { eosId: undefined; bosId?: undefined }) =>
      floresBits('', ['abcd'], { ...tokenizer, ...other, beginIds: [] }).sequences[0]?.ids[0];
    expect(first({})).toBe(2);
    expect(first({ eosId: undefined })).toBe(1);
    expect(() => first({ eosId: undefined, bosId: undefined })).toThrow(
      expect.objectContaining({ code: 'tokenizer-no-eos' }),
    );
  });

  it('are a mean over the sentences that fit', () => {
    const { result } = floresBits('dev.txt', ['abcd', 'abcd', 'abcd'], tokenizer);
    const { bits, ...rest } = result([Math.LN2 * 3, null, Math.LN2 * 5], 1);
    expect(rest).toEqual({ kind: 'flores', set: 'dev.txt', cut: 1, tooLong: 1 });
    expect(bits).toMatchObject({ count: 2, min: 3, max: 5 });
    expect(bits.mean).toBeCloseTo(4, 12);
  });

  it('of published models fall with the text that they learned from', () => {
    for (const references of Object.values(FLORES_REFERENCES)) {
      const goldfish = references.filter(({ model }) => model.startsWith('Goldfish')).map(({ bits }) => bits);
      expect(goldfish).toHaveLength(4);
      expect(goldfish.toSorted((a, b) => b - a)).toEqual(goldfish);
    }
  });
});
