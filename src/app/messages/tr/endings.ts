/** Endings of Turkish numbers: they follow the last vowel of the number as it is spoken (bir, iki … on … yüz, bin). */
import { lastWord, type NumberWord } from '../number-word.ts';

const possessives: Record<NumberWord, string> = {
  0: 'ı',
  1: 'i',
  2: 'si',
  3: 'ü',
  4: 'ü',
  5: 'i',
  6: 'sı',
  7: 'si',
  8: 'i',
  9: 'u',
  10: 'u',
  20: 'si',
  30: 'u',
  40: 'ı',
  50: 'si',
  60: 'ı',
  70: 'i',
  80: 'i',
  90: 'ı',
  100: 'ü',
  1000: 'i',
  1e6: 'u',
  1e9: 'ı',
};

/** The address that something is sent to, or several of them. */
export const address = (hosts: string) => `${hosts} ${hosts.includes(',') ? 'adreslerine' : 'adresine'}`;

/** 75 kayıttan 10’u, bütçenin %50’si: that many of them. An ordinal needs no ending: 6. is enough. */
export const possessive = (number: string) => `${number}’${possessives[lastWord(number)]}`;
