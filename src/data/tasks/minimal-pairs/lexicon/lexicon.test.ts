import { describe, expect, it } from 'vitest';
import { endsInVowel, syllables } from '../morphology/harmony.ts';
import { VOWEL_LOSING } from '../morphology/nouns.ts';
import { ACTIONS } from './actions.ts';
import { CLASSES } from './classes.ts';
import { NUMERALS } from './numerals.ts';
import { PARTS, POSSESSIONS } from './parts.ts';
import { KIN, NAMES, PROFESSIONS } from './people.ts';
import { POSTPOSITIONS } from './postpositions.ts';
import { TIMES } from './times.ts';

const WORD = /^[A-ZÇƏĞİÖŞÜ]?[abcçdeəfgğhxıijkqlmnoöprsştuüvyz]+$/;
const PHRASE = /^[a-zA-ZçəğıöşüÇƏĞİÖŞÜ -]+$/;

const LISTS: readonly (readonly [name: string, words: readonly string[]])[] = [
  ['names', NAMES],
  ['relatives', KIN],
  ['professions', PROFESSIONS],
  ...CLASSES.map(({ nouns }) => [`the class of ${nouns[0]}`, nouns] as const),
  ...CLASSES.map(({ nouns, qualities }) => [`adjectives of ${nouns[0]}`, qualities] as const),
  ...ACTIONS.map(({ verb, nouns }) => [verb, nouns] as const),
  ...[...PARTS, ...POSSESSIONS].map(({ head, owners }) => [`owners of ${head}`, owners] as const),
  ...POSTPOSITIONS.map(({ word, nouns }) => [word, nouns] as const),
];
const SENTENCES: readonly (readonly [name: string, phrases: readonly string[]])[] = [
  ['numerals', NUMERALS],
  ...Object.entries(TIMES),
  ...CLASSES.flatMap(({ nouns, says, places }) => [
    [`of ${nouns[0]}`, says] as const,
    [nouns[0] ?? '', places] as const,
  ]),
  ...[...PARTS, ...POSSESSIONS].map(({ head, says }) => [head, says] as const),
  ...POSTPOSITIONS.map(({ word, says }) => [word, says] as const),
];

describe('the lexicon', () => {
  it.each(LISTS)('%s: words of Azerbaijani letters with a vowel, none twice', (_, words) => {
    expect(words.length).toBeGreaterThan(0);
    expect(new Set(words).size).toBe(words.length);
    for (const word of words) {
      expect(word).toMatch(WORD);
      expect(word).toBe(word.normalize('NFC'));
      expect(syllables(word), word).toBeGreaterThan(0);
    }
  });

  it.each(SENTENCES)('%s: phrases, none twice', (_, phrases) => {
    expect(new Set(phrases).size).toBe(phrases.length);
    for (const phrase of phrases) expect(phrase).toMatch(PHRASE);
  });

  it.each([...ACTIONS.map((one) => [one.verb, one] as const), ...POSTPOSITIONS.map((one) => [one.word, one] as const)])(
    '%s is never without the case that it governs',
    (_, { governs, never }) => expect(never).not.toContain(governs),
  );

  it('has professions that end in a consonant', () => expect(PROFESSIONS.filter(endsInVowel)).toEqual([]));

  it.each(Object.entries(VOWEL_LOSING))('%s loses a narrow vowel and nothing else: %s', (whole, short) => {
    expect(whole.slice(0, -2) + whole.slice(-1)).toBe(short);
    expect(whole.at(-2)).toMatch(/[ıiuü]/);
  });
});

describe('letters i and ı', () => {
  const words = new Set(CLASSES.flatMap(({ nouns, qualities }) => [...nouns, ...qualities]));
  it.each([...words].filter((word) => /[iı]/.test(word)))('%s is no other word with the other one', (word) => {
    for (const { index, 0: letter } of word.matchAll(/[iı]/g))
      expect(words).not.toContain(word.slice(0, index) + (letter === 'i' ? 'ı' : 'i') + word.slice(index + 1));
  });
});
