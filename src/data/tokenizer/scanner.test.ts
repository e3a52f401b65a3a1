import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { characterKinds, DIGIT, LETTER, LINE_END, OTHER, SPACE } from './character-kinds.ts';
import { scannerOf } from './scanner.ts';
import { translateSplitPattern } from './split-pattern.ts';
import { SPLIT_RULES } from './split-rules.ts';

const scan = (pattern: string, text: string): string[] => {
  const pieces: string[] = [];
  scannerOf(pattern)?.(text, (piece) => pieces.push(piece));
  return pieces;
};

describe('the kinds of characters', () => {
  it('are those of the regular expressions, of every character', () => {
    const kinds = characterKinds();
    const expected = (text: string): number => {
      if (/[\r\n]/.test(text)) return LINE_END;
      if (/\p{White_Space}/u.test(text)) return SPACE;
      return /\p{L}/u.test(text) ? LETTER : /\p{N}/u.test(text) ? DIGIT : OTHER;
    };
    const wrong: number[] = [];
    for (let point = 0; point <= 0x10ffff; point++)
      if (expected(String.fromCodePoint(point)) !== (kinds[point] ?? OTHER)) wrong.push(point);
    expect(wrong).toEqual([]);
  });
});

describe.each(SPLIT_RULES)('the scanner of $id', ({ pattern }) => {
  const regexp = new RegExp(translateSplitPattern(pattern), 'gu');
  const unit = fc.constantFrom(
    ...["'", 's', 'S', 'ſ', 't', 're', 'VE', 'm', "'ll", 'L', 'd', 'ə', 'İ', '\u0301', '’', '-', '.', '!', '#'],
    ...[' ', '  ', '\t', '\n', '\r', '\r\n', '\u0085', '\u00a0', '\u2028', '\u3000', '\ufeff', '\u200b'],
    ...['1', '23', '4567', '٣', 'Ⅷ', '²', '😀', '𝐀', '𝟙', '𠀀', '\ud800', '\udc00', '\u{e0001}', '\u{10ffff}'],
  );
  const text = fc.oneof(
    { weight: 3, arbitrary: fc.string({ unit, maxLength: 30 }) },
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.string({ unit: fc.nat(0xffff).map((code) => String.fromCharCode(code)), maxLength: 40 }),
  );

  it('gives the pieces of the regular expression', () => {
    fc.assert(
      fc.property(text, (sample) => {
        expect(scan(pattern, sample)).toEqual(sample.match(regexp) ?? []);
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['ACGT', 4_400_000],
    ['ə', 1_000_000],
    ['12', 1_000_000],
    ['!?', 1_000_000],
    [' ', 1_000_000],
    ['𝐀', 1_000_000],
  ])('gets through a run of %j, %i units long', (part, length) => {
    const whole = part.repeat(length / part.length);
    let [pieces, units] = [0, 0];
    scannerOf(pattern)?.(whole, (piece) => {
      pieces += 1;
      units += piece.length;
    });
    expect(units).toBe(whole.length);
    if (!/\d/.test(part)) expect(pieces).toBe(1);
  });
});

it('there is none for another pattern', () => expect(scannerOf('\\p{L}+')).toBeUndefined());
