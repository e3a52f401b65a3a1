import { describe, expect, it } from 'vitest';
import { knownWords, type WordList, WordListWriter } from './word-list.ts';

function listOf(...documents: string[]): WordList {
  const writer = new WordListWriter(documents.join('').length);
  for (const document of documents) writer.add(document);
  return writer.list();
}

describe('a word list', () => {
  it('holds the words that occur at least twice, in one document or in two', () => {
    const list = listOf('alma armud alma', 'nar heyva', 'nar');
    expect(['alma', 'nar', 'armud', 'heyva', 'üzüm'].map((word) => list.has(word))).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  it('takes letters without their case, however they are composed, and i with or without its dot', () => {
    const list = listOf('İşıq IŞIQ', 'gu\u0308n GÜN');
    for (const word of ['işıq', 'Işıq', 'ışıq', 'İŞIQ', 'gün', 'Gu\u0308n']) expect(list.has(word)).toBe(true);
  });

  it('takes a straight apostrophe for a curly one', () => {
    const list = listOf("Bakı'nın Bakı’nın");
    expect(["bakı'nın", 'Bakı’nın'].map((word) => list.has(word))).toEqual([true, true]);
  });

  it('has neither digits nor signs in its words', () => {
    const list = listOf('2026-cı il, 2026-cı il!', "Bakı'nın Bakı'nın");
    expect(['cı', 'il', "bakı'nın"].map((word) => list.has(word))).toEqual([true, true, true]);
    expect(['2026', 'bakı'].map((word) => list.has(word))).toEqual([false, false]);
  });

  it('finds every word of a large corpus, and hardly any other', () => {
    const words = (count: number, prefix: string) => Array.from({ length: count }, (_, i) => prefix + letters(i));
    const known = words(40_000, 'b');
    const list = listOf(known.join(' '), known.join(' '));
    expect(known.every((word) => list.has(word))).toBe(true);
    const wrong = words(40_000, 'y').filter((word) => list.has(word)).length;
    expect(wrong).toBeLessThan(400);
  });

  it('is sized by the corpus, within 4 MiB', () => {
    expect(new WordListWriter(0).list().bits.byteLength).toBe(1024);
    expect(new WordListWriter(30_000).list().bits.byteLength).toBe(2 ** 16 / 8);
    expect(new WordListWriter(10 ** 9).list().bits.byteLength).toBe(2 ** 22);
  });

  it('reads every fourth document of a corpus of 1 GB', () => {
    const writer = new WordListWriter(2 ** 30);
    for (const word of ['bir', 'iki', 'üç', 'dörd', 'beş']) writer.add(`${word} ${word}`);
    const list = writer.list();
    expect(['bir', 'iki', 'üç', 'dörd', 'beş'].map((word) => list.has(word))).toEqual([
      true,
      false,
      false,
      false,
      true,
    ]);
  });
});

describe('known words', () => {
  const list = listOf('Azərbaycan gözəl ölkədir. Azərbaycan gözəl ölkədir.');

  it('are those of the continuation alone', () => {
    expect(knownWords(list, 'Azərbaycan', ' gözəl xırtıdır.', false)).toEqual({ total: 2, known: 1 });
    expect(knownWords(list, '', 'gözəl', false)).toEqual({ total: 1, known: 1 });
  });

  it('a word that the prompt begins counts whole', () => {
    expect(knownWords(list, 'Azər', 'baycan', false)).toEqual({ total: 1, known: 1 });
    expect(knownWords(list, 'Azər', ' baycan', false)).toEqual({ total: 1, known: 0 });
  });

  it('a word that is cut off does not count', () => {
    expect(knownWords(list, '', 'gözəl ölkəd', true)).toEqual({ total: 1, known: 1 });
    expect(knownWords(list, '', 'gözəl ölkədir. ', true)).toEqual({ total: 2, known: 2 });
  });

  it('a text without words has none', () => {
    expect(knownWords(list, 'Azərbaycan', ' 12 — 13', false)).toEqual({ total: 0, known: 0 });
    expect(knownWords(list, 'Azərbaycan', '', true)).toEqual({ total: 0, known: 0 });
  });
});

/** A number in letters: a word of its own for every number. */
const letters = (number: number): string =>
  number.toString(26).replace(/./g, (digit) => String.fromCharCode(97 + Number.parseInt(digit, 26)));
