import { describe, expect, it } from 'vitest';
import { instructionsOf } from '../../testing/instructions.ts';
import { foreignAnswers } from './languages.ts';

const AZ = 'Bu kitab çox maraqlıdır və mən onu oxumağı hər kəsə məsləhət görürəm.';
const EN = 'The weather is nice today, and we are going to walk in the park with our friends.';
const TR = 'Bu kitap çok güzel ve ben onu herkese öneriyorum, ama daha sonra okumak için değil.';
const RU = 'Сегодня хорошая погода, и мы пойдём гулять в парк вместе с друзьями.';
const UZ =
  'Bugun havo juda yaxshi, shuning uchun biz doʻstlarimiz bilan birga bogʻga borib, u yerda kechgacha sayr qilamiz va suhbatlashamiz.';
const KK = 'Бүгін ауа райы жақсы, сондықтан біз достарымызбен бірге саябаққа барып, қыдырамыз.';
const of = (...outputs: string[]) => outputs.map((output, i) => ({ output, row: i + 1 }));

describe('foreignAnswers', () => {
  it.each([
    ['none of one language', of(AZ, AZ, AZ), []],
    ['one that was left in English', of(AZ, EN, AZ), [{ language: 'en', rows: [2] }]],
    [
      'the commonest first',
      of(AZ, RU, TR, AZ, TR, AZ, AZ),
      [
        { language: 'tr', rows: [3, 5] },
        { language: 'ru', rows: [2] },
      ],
    ],
    ['no short one in the neighbouring language', of(AZ, AZ, 'Bu kitap çok güzel ve daha yeni.'), []],
    [
      'one in Uzbek or Kazakh',
      of(AZ, AZ, UZ, AZ, KK, AZ),
      [
        { language: 'uz', rows: [3] },
        { language: 'kk', rows: [5] },
      ],
    ],
    ['one in Azerbaijani in a set of English', of(EN, EN, AZ), [{ language: 'az', rows: [3] }]],
    ['none where no language is that of most', of(AZ, EN), []],
    ['none where nothing is certain', of('42', 'x', ''), []],
  ])('finds %s', (_, records, found) => {
    expect(foreignAnswers(records)).toEqual(found);
  });

  it('is among the remarks of a set', () => {
    const rows = [AZ, AZ, EN, AZ].map((output) => ({ instruction: 'De', output }));
    const { remarks } = instructionsOf(JSON.stringify(rows), 'set.json');
    expect(remarks).toEqual([{ remark: 'answer-in-en', rows: [3] }]);
  });
});
