/** The languages of the studio, in the order in which they are offered. A new one is a folder and a line here. */
import { az } from './az/az.ts';
import { en } from './en/en.ts';
import type { Language } from './language.ts';
import { tr } from './tr/tr.ts';

export const languages: readonly Language[] = [az, en, tr];

export const languageTags = languages.map(({ tag }) => tag);

export function languageOf(tag: string): Language {
  return languages.find((language) => language.tag === tag) ?? en;
}
