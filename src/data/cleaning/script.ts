/**
 * Tells documents by the script of most of their letters, and Azerbaijani in Cyrillic and Arabic letters from other languages
 * in them. As choices, documents of some scripts are dropped, and Azerbaijani Cyrillic is written in Latin letters
 * (transliterate.ts).
 */
import { SCRIPT_NUMBERS, SCRIPTS, type Script } from './letters.ts';
import { defineStep } from './step.ts';
import { cyrillicToLatin } from './transliterate.ts';

export type ScriptRemark = 'azerbaijani-cyrillic' | 'azerbaijani-arabic';

export type ScriptRule = 'latin' | 'cyrillic' | 'arabic' | 'other-script';

export const script = defineStep({
  version: 1,
  id: 'script',
  defaults: {
    /** Documents of which most letters are of this script are kept. */
    latin: true as boolean,
    cyrillic: true as boolean,
    arabic: true as boolean,
    otherScripts: true as boolean,
    /** Azerbaijani in Cyrillic letters is written in Latin ones. */
    transliterate: false as boolean,
  },
  create:
    ({ latin, cyrillic, arabic, otherScripts, transliterate }) =>
    (document) => {
      const { main, share } = mainScript(document);
      const azerbaijani = azerbaijaniIn(document, main);
      if (transliterate && azerbaijani === 'azerbaijani-cyrillic') {
        const text = cyrillicToLatin(document);
        return latin ? { text } : { text: null, rule: 'latin', measured: share, bound: 0.5 };
      }
      const keeps: Readonly<Record<ScriptRule, boolean>> = { latin, cyrillic, arabic, 'other-script': otherScripts };
      const rule = main === 'latin' || main === 'cyrillic' || main === 'arabic' ? main : 'other-script';
      if (share > 0 && !keeps[rule]) return { text: null, rule, measured: share };
      return azerbaijani ? { text: document, remark: azerbaijani } : { text: document };
    },
});

/** First units of alphabets between those of letters.ts and the end, surrogates included: letters of other scripts, nearly all. */
const isOtherLetter = (unit: number): boolean => (unit >= 0x900 && unit < 0x1e00) || (unit >= 0x2e80 && unit < 0xe000);

/** @returns null: most letters are of none of the scripts of letters.ts. The share is of all letters; 0: there are none. */
function mainScript(text: string): { main: Script | null; share: number } {
  const counts = new Uint32Array(SCRIPTS.length + 1);
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    const number = SCRIPT_NUMBERS[unit] as number;
    if (number > 0 || isOtherLetter(unit)) counts[number] = (counts[number] as number) + 1;
  }
  const letters = counts.reduce((sum, count) => sum + count, 0);
  const most = counts.indexOf(Math.max(...counts));
  return { main: SCRIPTS[most - 1] ?? null, share: letters === 0 ? 0 : (counts[most] as number) / letters };
}

function azerbaijaniIn(text: string, main: Script | null): ScriptRemark | null {
  if (main === 'cyrillic') return isAzerbaijaniCyrillic(text) ? 'azerbaijani-cyrillic' : null;
  if (main === 'arabic') return isAzerbaijaniArabic(text) ? 'azerbaijani-arabic' : null;
  return null;
}

const countOf = (text: string, letters: RegExp): number => text.match(letters)?.length ?? 0;

/**
 * Schwa is its most frequent letter but one; "ҹ" and "ҝ" are its own, and "ј" it shares with Serbian alone. Kazakh, Tatar, Bashkir,
 * Uzbek and Tajik have letters that it has not, and so has Russian.
 */
function isAzerbaijaniCyrillic(text: string): boolean {
  const letters = countOf(text, /\p{Script=Cyrillic}/gu);
  const foreign = countOf(text, /[қңұіҗҙҫҡўҳґєїђљњћџщцъё]/giu);
  const isItsOwn = /[ҹҝј]/iu.test(text);
  return isItsOwn && countOf(text, /ә/giu) >= 0.03 * letters && foreign <= 0.03 * letters;
}

/**
 * Its vowels "ؤ", "ۆ", "ۇ" and "ئ" are rare in Persian and Arabic. Kurdish, Uyghur and Urdu, which have some of them, have
 * letters that it has not.
 */
function isAzerbaijaniArabic(text: string): boolean {
  const letters = countOf(text, /\p{Script=Arabic}/gu);
  const vowels = countOf(text, /[ؤۆۇئ]/g);
  const isPersianAlphabet = /[یکگچپ]/.test(text);
  return isPersianAlphabet && vowels >= 2 && vowels >= 0.015 * letters && !/[ەڵڕێېۈےںٹڈ]/.test(text);
}
