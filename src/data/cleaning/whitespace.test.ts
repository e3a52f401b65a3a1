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
});
