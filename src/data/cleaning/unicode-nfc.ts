/**
 * Composed characters (NFC); invisible and control characters taken out, no-break spaces made spaces, other line
 * separators made \n, lone surrogates (which no encoding can hold) made U+FFFD.
 */
import { defineStep } from './step.ts';

/** Separators of lines other than \n (vertical tab, form feed, U+0085, U+2028, U+2029; \r with or without \n). */
const LINE_SEPARATORS = /\r\n?|[\v\f\u0085\u2028\u2029]/g;
const NO_BREAK_SPACES = /[\u00a0\u2007\u202f]/g;
/** Control characters but \t and \n, soft hyphen, zero-width space and word joiner, byte order mark, direction marks. */
const INVISIBLE = /[^\P{Cc}\t\n]|[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu;
/**
 * Zero-width (non-)joiners where they have no meaning. They have one after Arabic, Syriac and Mongolian letters, after
 * marks (Indic viramas) and, the joiner, within emoji: there they stay.
 */
const LOOSE_JOINERS =
  /(?<![\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}])[\u200c\u200d]/gu;

export const unicodeNfc = defineStep({
  version: 1,
  id: 'unicode-nfc',
  defaults: {},
  create: () => (document) => {
    const visible = document
      .replace(LINE_SEPARATORS, '\n')
      .replace(NO_BREAK_SPACES, ' ')
      .replace(INVISIBLE, '')
      .replace(LOOSE_JOINERS, '');
    const text = visible.toWellFormed().normalize('NFC');
    return text === document ? { text } : { text, removed: namesOf(document) };
  },
});

/** The invisible characters of a text as U+XXXX, each once: they would not show in an example. */
function namesOf(document: string): string {
  const found = [LINE_SEPARATORS, NO_BREAK_SPACES, INVISIBLE, LOOSE_JOINERS].flatMap(
    (kind) => document.match(kind) ?? [],
  );
  const names = found.map((text) => `U+${text.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`);
  return [...new Set(names)].join(' ');
}
