import { describe, expect, it, test } from 'vitest';
import { finewebQuality } from './fineweb-quality.ts';

type Options = Partial<typeof finewebQuality.defaults>;

const judge = (text: string, options: Options = {}) =>
  finewebQuality.create({ ...finewebQuality.defaults, ...options }, {})(text, { scores: {} });

const lines = (count: number, line: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => line(i)).join('\n');
const numbered = (i: number, end: string) => `Bağın ${i} nömrəli ağacı bu il çox bar verib${end}`;

describe('fineweb-quality', () => {
  test.each([
    ['a sentence', 'Bağda alma yetişib.'],
    ['sentences of other scripts', 'भारत एक देश है।'],
    ['a fifth of the lines with a stop', lines(10, (i) => numbered(i, i % 5 ? '' : '?'))],
    ['blank lines between paragraphs', lines(5, (i) => `${numbered(i, '.')}\n`).trim()],
  ])('keeps %s', (_, text) => expect(judge(text)).toEqual({ text }));

  test.each<[string, string, string, number, number, Options?]>([
    ['lines of a menu', lines(10, (i) => numbered(i, i === 0 ? '.' : '')), 'lines-without-stop', 0.1, 0.188],
    ['a stop before a space', 'Bağda alma yetişib. ', 'lines-without-stop', 0, 0.188],
    ['repeated lines', lines(10, (i) => numbered(i % 8, '.')), 'repeated-lines', 0.2, 0.1],
    ['a line for each few words', lines(10, (i) => `Bu ${i} ağacdır.`), 'line-breaks', 9 / 40, 0.179],
    [
      'short lines, where the rule is on',
      'Alma.\nBağda bu il çox alma yetişib, hamısı dərilib.',
      'short-lines',
      0.5,
      0.4,
      { maxShortLines: 0.4 },
    ],
  ])('drops %s', (_, text, rule, measured, bound, options = {}) => {
    const result = judge(text, options);
    expect(result).toMatchObject({ text: null, rule, bound });
    expect('measured' in result ? result.measured : NaN).toBeCloseTo(measured, 10);
  });

  it('drops what has no text', () => expect(judge(' \n\t\n')).toEqual({ text: null, rule: 'no-text' }));
});
