/** Endings of Azerbaijani numbers: they follow the last vowel of the number as it is spoken (bir, iki … on … yüz, min). */
import { lastWord, type NumberWord } from '../number-word.ts';

const endings: Record<NumberWord, readonly [ordinal: string, possessive: string]> = {
  0: ['cı', 'ı'],
  1: ['ci', 'i'],
  2: ['ci', 'si'],
  3: ['cü', 'ü'],
  4: ['cü', 'ü'],
  5: ['ci', 'i'],
  6: ['cı', 'sı'],
  7: ['ci', 'si'],
  8: ['ci', 'i'],
  9: ['cu', 'u'],
  10: ['cu', 'u'],
  20: ['ci', 'si'],
  30: ['cu', 'u'],
  40: ['cı', 'ı'],
  50: ['ci', 'si'],
  60: ['cı', 'ı'],
  70: ['ci', 'i'],
  80: ['ci', 'i'],
  90: ['cı', 'ı'],
  100: ['cü', 'ü'],
  1000: ['ci', 'i'],
  1e6: ['cu', 'u'],
  1e9: ['cı', 'ı'],
};

/** Not broken at the end of a line: a word joiner keeps the ending with its number. */
const HYPHEN = '-\u2060';

/** The address that something is sent to, or several of them. */
export const address = (hosts: string) => `${hosts} ${hosts.includes(',') ? 'ünvanlarına' : 'ünvanına'}`;

/** 6-cı, 200-cü: which one. */
export const ordinal = (number: string) => `${number}${HYPHEN}${endings[lastWord(number)][0]}`;

/** 75 qeyddən 10-u, 6-sı: that many of them. */
export const possessive = (number: string) => `${number}${HYPHEN}${endings[lastWord(number)][1]}`;
