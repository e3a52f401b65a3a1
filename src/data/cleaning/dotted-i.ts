/**
 * Recognises documents whose dotted "i" became dotless "ı" throughout, or the other way round, as lower-casing by the rules of
 * another language and careless conversions do. Vowel harmony tells: in Azerbaijani and Turkish a word of front vowels
 * (e ə ö ü) has "i", one of back vowels (a o u) has "ı" in most cases. Such a document is reported. As a choice it is dropped,
 * or "ı" is made "i" where that is certain: in words of front vowels, and everywhere in languages that have no "ı". What
 * else is wrong in it ("bır" for "bir") cannot be told by rules.
 */
import { defineStep } from './step.ts';

export type DottedIRemark = 'dotless-for-dotted' | 'dotted-for-dotless';

/** Enough to know; in UTF-16 units. */
const LOOKED_AT = 100_000;
/** Words of front vowels with "ı"; there are hardly any (11 of 34 000 with either i in an Azerbaijani corpus). */
const LEAST_WRONG_FRONT = 5;
/**
 * Words of back vowels with "i" in a document without any "ı". Of such words 28 % have "i" in clean Azerbaijani ("kitab"),
 * so as many in a row are no chance.
 */
const LEAST_WRONG_BACK = 15;
/** Words with "ı" in a text without other letters of Turkic alphabets, and its least length in letters. */
const LEAST_STRAY = 3;
const LEAST_LETTERS = 200;

const LETTER = 1;
const FRONT = 2;
const BACK = 4;
const DOTTED = 8;
const DOTLESS = 16;
/** Of Azerbaijani or Turkish, not of English. */
const TURKIC = 32;
/** Of Azerbaijani or Turkish, not of Turkmen or Kurdish, which have no "ı". */
const AZERBAIJANI_OR_TURKISH = 64;

/** By UTF-16 unit. [0x10000] */
const TRAITS = new Uint8Array(0x10000);
for (let unit = 0; unit < 0x250; unit++) if (/\p{L}/u.test(String.fromCharCode(unit))) TRAITS[unit] = LETTER;
for (const [letters, traits] of [
  ['eEəƏöÖüÜ', FRONT],
  ['aAoOuUâÂ', BACK],
  ['i', DOTTED],
  ['ı', DOTLESS],
  ['əƏğĞşŞçÇöÖüÜ', TURKIC],
  ['əƏğĞ', AZERBAIJANI_OR_TURKISH],
] as const)
  for (const letter of letters) {
    const unit = letter.charCodeAt(0);
    TRAITS[unit] = (TRAITS[unit] ?? 0) | traits | LETTER;
  }

export const dottedI = defineStep({
  version: 1,
  id: 'dotted-i',
  defaults: {
    /** "ı" is made "i" where that is certain. */
    repair: false as boolean,
    /** Documents in which it is wrong, and stays so, are dropped. */
    drop: false as boolean,
  },
  create:
    ({ repair, drop }) =>
    (document) => {
      const found = diagnose(document);
      if (!found) return { text: document };
      const text = repair ? found.repaired(document) : document;
      const remains = diagnose(text);
      if (!remains) return { text };
      return drop ? { text: null, rule: remains.remark } : { text, remark: remains.remark };
    },
});

interface Diagnosis {
  readonly remark: DottedIRemark;
  /** The document with what is certain put right. */
  repaired(document: string): string;
}

function diagnose(document: string): Diagnosis | null {
  const { letters, traits, dotless, frontDotted, frontDotless, backDotted } = countWords(document);
  if (dotless === 0) {
    const isWrong = (traits & AZERBAIJANI_OR_TURKISH) !== 0 && backDotted >= LEAST_WRONG_BACK;
    return isWrong ? { remark: 'dotted-for-dotless', repaired: (text) => text } : null;
  }
  if ((traits & TURKIC) === 0 && letters >= LEAST_LETTERS && dotless >= LEAST_STRAY)
    return { remark: 'dotless-for-dotted', repaired: (text) => text.replaceAll('ı', 'i') };
  if (frontDotless < LEAST_WRONG_FRONT || frontDotless < frontDotted) return null;
  return {
    remark: 'dotless-for-dotted',
    repaired: (text) => text.replace(FRONT_WORD, (word) => word.replaceAll('ı', 'i')),
  };
}

/** A word with front vowels and no back ones. */
const FRONT_WORD = /(?<!\p{L})(?=\p{L}*[eəöü])(?!\p{L}*[aouâ])\p{L}+/giu;

function countWords(document: string) {
  const counts = { letters: 0, traits: 0, dotless: 0, frontDotted: 0, frontDotless: 0, backDotted: 0 };
  let word = 0;
  const end = Math.min(document.length, LOOKED_AT);
  for (let i = 0; i <= end; i++) {
    const traits = i < end ? (TRAITS[document.charCodeAt(i)] as number) : 0;
    if (traits !== 0) {
      counts.letters++;
      word |= traits;
      continue;
    }
    counts.traits |= word;
    if ((word & DOTLESS) !== 0) counts.dotless++;
    const vowels = word & (FRONT | BACK);
    if (vowels === FRONT && (word & DOTLESS) !== 0) counts.frontDotless++;
    else if (vowels === FRONT && (word & DOTTED) !== 0) counts.frontDotted++;
    else if (vowels === BACK && (word & DOTTED) !== 0) counts.backDotted++;
    word = 0;
  }
  return counts;
}
