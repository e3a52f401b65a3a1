import { describe, expect, it, test } from 'vitest';
import { splitWords } from '../language/words.ts';
import { gopherRepetition } from './gopher-repetition.ts';

type Options = Partial<typeof gopherRepetition.defaults>;

const judge = (text: string, options: Options = {}) =>
  gopherRepetition.create({ ...gopherRepetition.defaults, ...options }, {})(text, { scores: {} });

/** Different words, the same for the same numbers. */
const words = (from: number, count: number) =>
  Array.from(
    { length: count },
    (_, i) => `söz${String.fromCharCode(97 + ((from + i) % 26), 97 + Math.floor((from + i) / 26))}`,
  ).join(' ');

describe('gopher-repetition', () => {
  test.each([
    ['nothing', ''],
    ['one word', 'çay'],
    ['words that all differ', words(0, 200)],
    ['a refrain below the bound', `${words(0, 100)} ${words(0, 9)} ${words(100, 80)}`],
    ['a line repeated among others', `${words(0, 9)}\n${words(9, 20)}\n${words(0, 9)}`],
  ])('keeps %s', (_, text) => expect(judge(text)).toEqual({ text }));

  // Shares by hand: words of 5 letters, so n of them are 5n code points, 6n - 1 with the spaces between.
  test.each<[string, string, string, number, number, Options?]>([
    ['the same line', Array(10).fill('çay').join('\n'), 'repeated-lines', 0.9, 0.879],
    ['a pair of words', `${'sözaa sözba '.repeat(10)}sözca`, 'top-2-grams', (10 * 11) / 125, 0.514],
    [
      'three words',
      `${'sözaa sözba sözca '.repeat(9)}sözda`,
      'top-3-grams',
      (9 * 17) / 167,
      0.475,
      { maxTop2Grams: 0 },
    ],
    ['a passage twice', `${words(0, 60)} ${words(0, 60)}`, 'repeated-5-grams', 300 / 719, 0.3],
    [
      'a passage three times',
      `${words(0, 30)} ${words(0, 30)} ${words(0, 30)} ${words(30, 30)}`,
      'repeated-10-grams',
      300 / 719,
      0.179,
      { maxRepeated5Grams: 0, maxRepeated6Grams: 0, maxRepeated7Grams: 0, maxRepeated8Grams: 0, maxRepeated9Grams: 0 },
    ],
    [
      'paragraphs, where the rule is on',
      'çay\n\nçay\n\n\ndağ',
      'repeated-paragraphs',
      1 / 3,
      0.3,
      { maxRepeatedParagraphs: 0.3 },
    ],
    [
      'characters of paragraphs',
      'çay\n\nçay\n\ndağ',
      'repeated-paragraph-characters',
      3 / 13,
      0.2,
      { maxRepeatedParagraphCharacters: 0.2 },
    ],
    [
      'characters of lines',
      'çay\nçay\ndağ',
      'repeated-line-characters',
      3 / 11,
      0.2,
      { maxRepeatedLineCharacters: 0.2 },
    ],
  ])('drops %s', (_, text, rule, measured, bound, options = {}) => {
    const result = judge(text, options);
    expect(result).toMatchObject({ text: null, rule, bound });
    expect('measured' in result ? result.measured : NaN).toBeCloseTo(measured, 10);
  });

  it('counts code points', () => {
    const text = '😀 😀 😀 '.trim();
    expect(splitWords(text).codePoints).toBe(5);
    expect(judge(text)).toMatchObject({ rule: 'top-2-grams', measured: 6 / 5 });
  });

  it('judges a text by itself, whatever came before', () => {
    const long = words(0, 600);
    judge(`${long} ${long}`);
    expect(judge(words(0, 40))).toEqual({ text: words(0, 40) });
    expect(judge(`${long} ${long}`)).toMatchObject({ rule: 'repeated-5-grams' });
  });
});
