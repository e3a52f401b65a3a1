/**
 * Composed characters (NFC); invisible and control characters taken out, no-break spaces made spaces, other line
 * separators made \n, lone surrogates (which no encoding can hold) made U+FFFD. As a choice also compatibility characters
 * made plain (NFKC: "ﬁ" is "fi", "²" is "2", "…" is "..."), which loses what they meant.
 */
import { defineStep } from './step.ts';
import { hasUnitOf, namesOf, type UnitSet } from './units.ts';

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

const suspects: { NFC?: UnitSet; NFKC?: UnitSet } = {};

export const unicodeNfc = defineStep({
  version: 1,
  id: 'unicode-nfc',
  defaults: {
    /** Compatibility characters made plain. */
    compatibility: false as boolean,
  },
  create: ({ compatibility }) => {
    const form = compatibility ? 'NFKC' : 'NFC';
    return (document) => {
      suspects[form] ??= suspectsOf(form);
      if (!hasUnitOf(suspects[form], document)) return { text: document };
      const visible = document
        .replace(LINE_SEPARATORS, '\n')
        .replace(NO_BREAK_SPACES, ' ')
        .replace(INVISIBLE, '')
        .replace(LOOSE_JOINERS, '');
      const text = visible.toWellFormed().normalize(form);
      return text === document ? { text } : { text, removed: namesOf(invisibleIn(document)) };
    };
  },
});

/** From here on every character is looked at more closely: there are too many to go through beforehand. */
const LATER_BLOCKS = 0x3000;

/** Characters that a text must have for the step to change it: none of the others is changed by itself or by its neighbours. */
function suspectsOf(form: 'NFC' | 'NFKC'): UnitSet {
  const mayCompose = /[\p{M}\u1160-\u11ff]/u;
  const isInvisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u00a0\u2007\u202f]/u;
  const set = new Uint8Array(0x10000).fill(1, LATER_BLOCKS);
  for (let unit = 0; unit < LATER_BLOCKS; unit++) {
    const character = String.fromCharCode(unit);
    if (character === '\n' || character === '\t') continue;
    const isPlain = character.normalize(form) === character && !mayCompose.test(character);
    set[unit] = isPlain && !isInvisible.test(character) ? 0 : 1;
  }
  return set;
}

const invisibleIn = (document: string): string[] =>
  [LINE_SEPARATORS, NO_BREAK_SPACES, INVISIBLE, LOOSE_JOINERS].flatMap((kind) => document.match(kind) ?? []);
