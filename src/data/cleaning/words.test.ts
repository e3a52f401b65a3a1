import { describe, expect, it } from 'vitest';
import { Words } from './words.ts';

function wordsOf(text: string): string[] {
  const words = new Words(text);
  const found: string[] = [];
  while (words.next()) found.push(text.slice(words.start, words.end));
  return found;
}

function hashesOf(text: string): number[] {
  const words = new Words(text);
  const hashes: number[] = [];
  while (words.next()) hashes.push(words.hash);
  return hashes;
}

describe('Words', () => {
  it.each<[string, string[]]>([
    ['', []],
    [' \n—«»… ', []],
    ['a', ['a']],
    ['Bakı’da, 2014-cü ildə!', ['Bakı', 'da', '2014', 'cü', 'ildə']],
    ['Қазақ тілі. العربية', ['Қазақ', 'тілі', 'العربية']],
    ['go\u0308z 𐰋𐰃𐰼 x', ['go\u0308z', '𐰋𐰃𐰼', 'x']],
    ['_söz_|**söz**', ['söz', 'söz']],
  ])('of %j', (text, words) => {
    expect(wordsOf(text)).toEqual(words);
  });

  it('have hashes that do not depend on case, of any language', () => {
    expect(hashesOf('İSTANBUL IŞIQ ƏLİ Ğ Қ')).toEqual(hashesOf('istanbul ışıq əli ğ қ'));
    expect(hashesOf('qış qiş')[0]).toBe(hashesOf('qış qiş')[1]);
    expect(hashesOf('qaş')).not.toEqual(hashesOf('qas'));
    expect(new Set(hashesOf('a b ab ba aa bb aab abb 1 11')).size).toBe(10);
  });
});
