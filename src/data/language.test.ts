import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { languageOf, mainLanguageOf } from './language.ts';

describe('languageOf', () => {
  test.each([
    ['Azərbaycanın paytaxtı hansı şəhərdir?', 'az'],
    ['Bu kitabı oxumaq üçün çox vaxt var, amma o, kimi isə axtarır.', 'az'],
    ['Türkiye’nin başkenti hangi şehirdir? Bunu kısaca açıklayın.', 'tr'],
    ['Bu kitap çok iyi ve okumak için uzun bir zaman gerekiyor.', 'tr'],
    ['Describe a time when you had to make a difficult decision.', 'en'],
    ['Столица этой страны очень красива зимой.', 'ru'],
    ['Қазақстанның астанасы қай қала болып табылады және ол қайда?', 'kk'],
    ['Oʻzbekistonning poytaxti qaysi shahar va u yerda qancha odam yashaydi?', 'uz'],
    ['Ўзбекистоннинг пойтахти қайси шаҳар ва у ерда қанча одам яшайди?', 'uz'],
    ['Азәрбајҹанын пајтахты һансы шәһәрдир вә орада нечә адам јашајыр?', 'az'],
  ])('%s', (text, language) => expect(languageOf(text)).toBe(language));

  test.each([
    ['nothing', ''],
    ['a name', 'Pablo Picasso'],
    ['numbers', '1, 2, 3 = 6'],
    ['code', 'const x = y;'],
    ['Ukrainian', 'Столиця цієї країни дуже гарна взимку, і її люблять.'],
  ])('is not certain of %s', (_, text) => expect(languageOf(text)).toBe(null));
});

describe('mainLanguageOf', () => {
  const az = 'Axşam düşəndə hamı evə qayıdır, uşaqlar nağıl dinləyir. ';
  test.each([
    ['a text', az.repeat(3), 'az'],
    ['a text with a line in another language', `${az.repeat(9)}\nThis is one line of English.`, 'az'],
    ['a text of another language', 'Akşam olunca herkes evine döner, çocuklar masal dinlerdi. '.repeat(9), 'tr'],
    ['too few words', 'Axşam', null],
    ['nothing', '', null],
  ])('of %s', (_, text, language) => expect(mainLanguageOf(text)).toBe(language));
});

const testData = process.env.OCAQ_TEST_DATA;
if (!testData) console.warn('OCAQ_TEST_DATA is not set: the test of languages on real sets is SKIPPED');

describe.skipIf(!testData)('real sets', () => {
  const file = (name: string) => readFileSync(`${testData}/instruct/${name}`, 'utf8');

  it('are told with few doubts, and hardly a mistake', () => {
    const english = (JSON.parse(file('alpaca_en_demo.json')) as { output: string }[]).map(({ output }) => output);
    const azerbaijani = file('az/train.jsonl')
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { instruction: string }).instruction);
    for (const [texts, language] of [
      [english, 'en'],
      [azerbaijani, 'az'],
    ] as const) {
      const long = texts.filter((text) => text.length > 30);
      const told = long.map(languageOf);
      expect(told.filter((one) => one === language).length / long.length).toBeGreaterThan(0.95);
      expect(told.filter((one) => one !== null && one !== language)).toEqual([]);
    }
  });
});
