import { describe, expect, it } from 'vitest';
import { firstMatch, foldCase, markedPieces, needleOf } from './search.ts';

describe('foldCase', () => {
  it('keeps places: no character of Unicode gets longer or shorter', () => {
    for (let code = 0; code <= 0x10ffff; code++) {
      const character = String.fromCodePoint(code);
      if (foldCase(character).length !== character.length) throw new Error(`U+${code.toString(16)}`);
    }
  });

  it.each([
    ['İSTİOT', 'istiot'],
    ['QIZIL IŞIQ', 'qızıl ışıq'],
    ['Əlİ', 'əli'],
    ['ŞƏKİ ÇÖLÜ', 'şəki çölü'],
  ])('%s is %s', (text, folded) => {
    expect(foldCase(text)).toBe(folded);
  });
});

describe('needleOf', () => {
  it.each([
    ['  İl ', 'il'],
    ['go\u0308z', 'göz'],
    [' \n', null],
    ['', null],
  ])('%j is %j', (typed, needle) => {
    expect(needleOf(typed)).toBe(needle);
  });
});

describe('matches', () => {
  const found = (text: string, typed: string) => {
    const needle = needleOf(typed);
    return markedPieces(text, needle)
      .filter(({ isMatch }) => isMatch)
      .map((piece) => piece.text);
  };

  it('tell i from ı, in either case', () => {
    expect(found('İl, il, ıl, IL', 'il')).toEqual(['İl', 'il']);
    expect(found('İl, il, ıl, IL', 'Il')).toEqual(['ıl', 'IL']);
    expect(firstMatch('QIZ qız', 'qız')).toBe(0);
    expect(firstMatch('QİZ', 'qız')).toBe(-1);
  });

  it('do not overlap, and the pieces are the text', () => {
    expect(found('aaaaa', 'aa')).toEqual(['aa', 'aa']);
    for (const [text, typed] of [
      ['😀İ😀i', 'i'],
      ['', 'x'],
      ['abc', ''],
      ['abc', 'abc'],
      ['a.b', '.'],
    ] as const)
      expect(
        markedPieces(text, needleOf(typed))
          .map((piece) => piece.text)
          .join(''),
      ).toBe(text);
  });
});
