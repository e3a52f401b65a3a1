import { describe, expect, it, test } from 'vitest';
import { gopherQuality } from './gopher-quality.ts';

const VILLAGE =
  'Kəndin aşağısında köhnə bir dəyirman var idi. Uşaqlar hər səhər ora gedir, suyun səsinə qulaq asır, sonra evə qayıdırdılar. ' +
  'Dəyirmançı onlara isti çörək verər, qış nağılları danışardı. İllər keçdi, arx qurudu, amma dəyirman yerində qaldı. ' +
  'İndi orada kiçik bir muzey açılıb və qonaqlar hər həftə sonu gəlib köhnə daşlara baxırlar. Bələdçi də həmin uşaqlardan biridir, ' +
  'nağılları hələ unutmayıb.';

const judge = (text: string, options: Partial<typeof gopherQuality.defaults> = {}) =>
  gopherQuality.create({ ...gopherQuality.defaults, ...options }, {})(text, { scores: {} });

const lines = (count: number, line: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => line(i)).join('\n');

describe('gopher-quality', () => {
  it('keeps running text', () => expect(judge(VILLAGE)).toEqual({ text: VILLAGE }));

  // Verdicts of datatrove's filter, with the options of azj_Latn.yml.
  test.each([
    ['nothing', '', 'few-words', 0, 50],
    ['49 words with signs between', `${'bu kənd söz , '.repeat(16)}və`, 'few-words', 49, 50],
    ['short words', 'və bu o a '.repeat(20), 'short-words', 1.5, 3],
    ['long words', `və bir ${'uzunmüddətliliyi '.repeat(60)}`, 'long-words', 15.5645, 13],
    ['hashes', `${VILLAGE} ${'#söz '.repeat(12)}`, 'hashes', 12 / 94, 0.1],
    ['ellipses', `${VILLAGE} ${'ki... çox… '.repeat(5)}`, 'ellipses', 10 / 90, 0.1],
    ['bullets', lines(12, () => ' - kəndin bir evi və bağı'), 'bullet-lines', 1, 0.9],
    [
      'lines cut off',
      lines(9, (i) => `kəndin bir evi və bağı var${i % 3 ? '.' : '...'}`),
      'ellipsis-lines',
      0.3333,
      0.3,
    ],
    ['numbers', `və bir ${'kəndlər 1234 '.repeat(40)}`, 'words-without-letters', 0.5122, 0.725],
    ['no stop words', 'Kəndin köhnə dəyirmanı yerində qalıb, uşaqlar gedib. '.repeat(8), 'few-stop-words', 0, 2],
    [
      'capitals at the start',
      'Bu gözəl kəndimizdir, Bir uca dağdır. Və çayımız axır. '.repeat(20),
      'few-stop-words',
      0,
      2,
    ],
  ])('drops %s', (_, text, rule, measured, bound) => {
    const result = judge(text);
    expect(result).toMatchObject({ text: null, rule, bound });
    expect('measured' in result ? result.measured : NaN).toBeCloseTo(measured, 3);
  });

  it('keeps what is at its bound', () => {
    expect(judge(`${'bu kənd söz , '.repeat(16)}və daha`).text).not.toBeNull();
    expect(
      judge(`${lines(7, () => 'kəndin bir evi və bağı var')}\n${lines(3, () => 'kəndin bir bağı...')}`).text,
    ).not.toBeNull();
  });

  it('counts stop words with capitals where it is asked to, as Azerbaijani has them', () => {
    const text = 'Bu gözəl kəndimizdir, Bir uca dağdır. Və çayımız axır. '.repeat(20);
    expect(judge(text, { foldStopWords: true })).toEqual({ text });
    const capitals = 'İlə və kəndlər. IŞIQ var idi. '.repeat(12);
    const options = { stopWords: 'ilə ışıq', foldStopWords: true };
    expect(judge(capitals, options)).toEqual({ text: capitals });
  });

  it('has no rule whose bound is 0', () => {
    const off = { minWords: 0, minMeanWordLength: 0, minWordsWithLetters: 0, minStopWords: 0 };
    expect(judge('7 8 9', off)).toEqual({ text: '7 8 9' });
  });
});
