import { describe, expect, it, test } from 'vitest';
import { ALPHA, NOT_SYMBOL } from './characters.ts';
import { splitWords } from './words.ts';

const wordsOf = (text: string) => {
  const { count, starts, ends } = splitWords(text);
  return Array.from({ length: count }, (_, i) => text.slice(starts[i], ends[i]));
};

describe('splitWords', () => {
  // As spaCy 3.8 has them: [token.text.strip() for token in spacy.blank('az')(text)], the empty ones left out.
  test.each([
    ['', ''],
    [' \n\t ', ''],
    ['Bağda alma ağacı var', 'Bağda|alma|ağacı|var'],
    ['  iki\n\nsətir\u00a0var ', 'iki|sətir|var'],
    ['Gəldi, gördü; getdi.', 'Gəldi|,|gördü|;|getdi|.'],
    ['(Bəli!) «Yox?» “Nə...”', '(|Bəli|!|)|«|Yox|?|»|“|Nə|...|”'],
    ['Bakı-Gəncə yolu, 50-60 km', 'Bakı|-|Gəncə|yolu|,|50|-|60|km'],
    ['a — b – c -- d', 'a|—|b|–|c|--|d'],
    ['gecə--gündüz —dedi', 'gecə|--|gündüz|—|dedi'],
    ['Nizami’nin Bakı\'nın "ev"', 'Nizami’nin|Bakı\'nın|"|ev|"'],
    ["John's it’s", "John|'s|it|’s"],
    ['və/və ya x=y saat:on', 'və|/|və|ya|x|=|y|saat|:|on'],
    ['10:30 3,5 1.500,00 12.05.2026', '10:30|3,5|1.500,00|12.05.2026'],
    ['5km 100% 4GB 20₼ 18+ +5 %5', '5|km|100|%|4|GB|20|₼|18|+|+5|%|5'],
    ['$5 US$7 №7', '$|5|US$|7|№|7'],
    ['M.F. ABŞ. B. son.', 'M.F.|ABŞ|.|B.|son|.'],
    ['a. b. cümlə. Yeni', 'a.|b.|cümlə|.|Yeni'],
    ['son.Yeni söz,söz', 'son|.|Yeni|söz|,|söz'],
    ['hə.… bax...indi', 'hə|.|…|bax|...|indi'],
    ['20°C isti☀gün 😀əla', '20|°|C|isti|☀|gün|😀|əla'],
    ['https://ornek.az/a/b?c=d www.sayt.com', 'https://ornek.az/a/b?c=d|www.sayt.com'],
    ['ad@poct.az (ornek.az/yol)', 'ad@poct.az|(|ornek.az/yol|)'],
    ['#etiket _alt_ *ulduz*', '#|etiket|_|alt|_|*|ulduz|*'],
  ])('%s', (text, expected) => expect(wordsOf(text).join('|')).toBe(expected));

  it('tells letters, signs and code points', () => {
    const { flags, codePoints, hashes } = splitWords('söz , 7 😀 söz');
    expect(Array.from(flags.subarray(0, 4), (flag) => (flag & ALPHA) !== 0)).toEqual([true, false, false, false]);
    expect(Array.from(flags.subarray(0, 4), (flag) => (flag & NOT_SYMBOL) !== 0)).toEqual([true, false, true, true]);
    expect(codePoints).toBe(13);
    expect(hashes[0]).toBe(hashes[4]);
  });

  it('takes texts of any length, and signs without end', () => {
    expect(splitWords('söz '.repeat(100_000)).count).toBe(100_000);
    expect(splitWords('('.repeat(100_000)).count).toBe(100_000);
    expect(splitWords('a.'.repeat(100_000)).count).toBeGreaterThan(0);
    expect(splitWords('a-'.repeat(100_000)).count).toBeGreaterThan(0);
  });
});
