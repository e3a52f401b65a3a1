import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beforeAndAfter, beginning } from './excerpt.ts';

describe('beginning', () => {
  it.each([
    ['salam', 5, 'salam'],
    ['salam', 4, 'sala…'],
    ['', 3, ''],
    ['a😀b', 2, 'a…'],
    ['a😀b', 3, 'a😀…'],
  ])('%s, %d', (text, length, expected) => {
    expect(beginning(text, length)).toBe(expected);
  });
});

describe('beforeAndAfter', () => {
  it('shows both texts from a little before the difference', () => {
    const text = 'bir iki üç dörd beş altı';
    expect(beforeAndAfter(text, text.replace('dörd', 'DÖRD'), 8)).toEqual({
      before: '…ç dörd b…',
      after: '…ç DÖRD b…',
    });
    expect(beforeAndAfter('ab', 'abc', 8)).toEqual({ before: 'ab', after: 'abc' });
  });

  it('never cuts a surrogate pair and stays short', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '😀', 'ə'), maxLength: 40 });
    fc.assert(
      fc.property(text, text, fc.integer({ min: 4, max: 20 }), (before, after, length) => {
        for (const shown of Object.values(beforeAndAfter(before, after, length))) {
          expect(shown.isWellFormed()).toBe(true);
          expect(shown.length).toBeLessThanOrEqual(length + 2);
        }
      }),
    );
  });
});
