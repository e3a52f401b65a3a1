import { describe, expect, it } from 'vitest';
import { shortLines } from './short-lines.ts';

const clean =
  (options: Partial<typeof shortLines.defaults> = {}) =>
  (text: string) =>
    shortLines.create({ ...shortLines.defaults, ...options }, {})(text, { scores: {} });

describe('short-lines', () => {
  const long = 'Bu kifayət qədər uzun bir cümlədir.';
  it.each([
    ['drops a document under 20 characters', 'x'.repeat(19), null],
    ['keeps one of 20', 'x'.repeat(20), 'x'.repeat(20)],
    ['counts characters, not UTF-16 units', '😀'.repeat(19), null],
    ['keeps 20 characters outside the BMP', `${'x'.repeat(17)}𐐷𐐷𐐷`, `${'x'.repeat(17)}𐐷𐐷𐐷`],
    ['takes out stray lines', `${long}\n\n* * *\n\n${long}\n\n12\n\n`, `${long}\n\n${long}`],
    ['at the beginning', `IV\n\n${long}`, long],
    ['one after another', `${long}\n\n1\n\n2\n\n${long}`, `${long}\n\n${long}`],
    ['but not three letters', `Son\n\n${long}`, `Son\n\n${long}`],
    ['and not in a paragraph', `${long}\n12\n13\n${long}`, `${long}\n12\n13\n${long}`],
    ['nor at the end of one', `${long}\n12\n\n- 3\n${long}`, `${long}\n12\n\n- 3\n${long}`],
    ['drops what is left when nothing but stray lines was there', '- 1 2 3 4 5 6 7 8 9 10 11 12 -', null],
  ])('%s', (_name, before, after) => {
    expect(clean()(before).text).toBe(after);
  });

  it('takes other limits', () => {
    expect(clean({ minDocumentCharacters: 0, minLineLetters: 0 })('12').text).toBe('12');
    expect(clean({ minDocumentCharacters: 3 })('abc').text).toBe('abc');
    expect(clean()(`12\n\n${long}\n\n--`)).toEqual({ text: long, removed: '12\n--' });
  });
});
