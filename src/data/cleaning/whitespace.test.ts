import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { whitespace } from './whitespace.ts';

const clean = whitespace.create({}, {});

describe('whitespace', () => {
  it.each([
    ['runs inside and at the beginning of lines', 'a  b\t\tc\n   d', 'a b c\n d'],
    ['line ends', 'a \nb\t\n', 'a\nb'],
    ['line breaks', 'a\n\n\n\nb\n\nc', 'a\n\nb\n\nc'],
    ['lines of spaces', 'a\n  \n \n\t\nb', 'a\n\nb'],
    ['nothing else', 'a\tb\nc', 'a\tb\nc'],
    ['only white space', ' \n\t ', ''],
  ])('%s', (_name, before, after) => {
    expect(clean(before, { scores: {} }).text).toBe(after);
  });

  it('sees at a glance that nothing is to be done, and is right', () => {
    const unit = fc.constantFrom('a', ' ', '\n', '\t', '\u00a0');
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 12 }), (text) => {
        const { text: tidy } = clean(text, { scores: {} });
        expect(tidy).not.toMatch(/[^\S\n]{2}|[^\S\n]\n|\n{3}|^\s|\s$/);
        if (!/[^\S\n]{2}|[^\S\n]\n|\n{3}|^\s|\s$/.test(text)) expect(tidy).toBe(text);
      }),
      { numRuns: 1000 },
    );
  });
});
