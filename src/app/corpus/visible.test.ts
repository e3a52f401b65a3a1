import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commonEnds, visible } from './visible.ts';

test.each([
  ['a\u200bb', 'a⟨U+200B⟩b'],
  ['a\nb\tc\r', 'a↵b⇥c␍'],
  ['\u0000', '⟨U+0000⟩'],
  ['ə ğ', 'ə ğ'],
])('visible %j', (text, shown) => {
  expect(visible(text)).toBe(shown);
});

test.each([
  ['abc', 'abc', 3, 0],
  ['abc', 'axc', 1, 1],
  ['aaa', 'aa', 2, 0],
  ['', 'x', 0, 0],
  ['😀', '😁', 0, 0],
])('commonEnds %j %j', (a, b, start, end) => {
  expect(commonEnds(a, b)).toEqual({ start, end });
});

test('the ends never overlap and never split a character', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 12 });
  fc.assert(
    fc.property(text, text, (a, b) => {
      const { start, end } = commonEnds(a, b);
      expect(start + end).toBeLessThanOrEqual(Math.min(a.length, b.length));
      expect(a.slice(0, start)).toBe(b.slice(0, start));
      expect(a.slice(a.length - end)).toBe(b.slice(b.length - end));
      for (const one of [a, b]) {
        expect(one.slice(0, start).isWellFormed()).toBe(true);
        expect(one.slice(one.length - end).isWellFormed()).toBe(true);
      }
    }),
  );
});
