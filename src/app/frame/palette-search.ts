/**
 * Which entries of the palette answer what was typed. Every word typed must begin a word of the entry's name or of its
 * synonyms; case and marks do not count, so that `oyretme` finds Öyrətmə on a keyboard without its letters.
 */
import { everyLanguage } from '../messages/every-language.ts';
import type { Messages } from '../messages/language.ts';

/** Without case and marks; ə and ı have none that could be taken off. */
export function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ə', 'e').replaceAll('ı', 'i');
}

const wordsOf = (text: string) => fold(text).match(/[\p{L}\d]+/gu) ?? [];

function beginsIn(typed: readonly string[], texts: readonly string[]): boolean {
  const words = texts.flatMap(wordsOf);
  return typed.every((part) => words.some((word) => word.startsWith(part)));
}

/** As cmdk asks for it: 0 hides an entry, more stands higher. The first of the keywords is the entry's name. */
export function relevance(_value: string, typed: string, keywords: readonly string[] = []): number {
  const parts = wordsOf(typed);
  const [name = ''] = keywords;
  if (!beginsIn(parts, keywords)) return 0;
  if (!beginsIn(parts, [name])) return 0.5;
  return fold(name).startsWith(fold(typed.trim())) ? 1 : 0.9;
}

/** A message and synonyms in every language: what one may type whichever language the studio speaks. */
export function inEveryLanguage(...select: ((messages: Messages) => string)[]): string[] {
  return everyLanguage.flatMap(({ messages }) => select.map((one) => one(messages)));
}
