/**
 * Vowel harmony of Azerbaijani. Endings are written with capitals for the sounds that follow the vowel before them: A is a
 * or ə, I is ı, i, u or ü, Q is q or k and G is ğ or y (what Q becomes before a vowel). "lArI" after "kitab" is "ları".
 */
import { foldCase } from '../../../search.ts';

type Vowel = 'a' | 'ı' | 'o' | 'u' | 'e' | 'ə' | 'i' | 'ö' | 'ü';

const BACK = 'aıou';
const VOWELS = `${BACK}eəiöü`;
/** A vowel of each of the four kinds: back or front, unrounded or rounded. */
const KINDS = ['a', 'o', 'e', 'ö'] as const satisfies readonly Vowel[];

const NARROW: Readonly<Record<Vowel, string>> = {
  a: 'ı',
  ı: 'ı',
  o: 'u',
  u: 'u',
  e: 'i',
  ə: 'i',
  i: 'i',
  ö: 'ü',
  ü: 'ü',
};

/** A stem and the ending that goes to it. */
export interface Form {
  readonly stem: string;
  /** With A, I, Q and G. */
  readonly ending: string;
}

/** As it is written. */
export const spelled = ({ stem, ending }: Form): string => stem + harmonised(ending, lastVowel(stem));

/** Every spelling of the ending, through to its end, as if the stem had a vowel of another kind. */
export function misspelled({ stem, ending }: Form): string[] {
  const right = harmonised(ending, lastVowel(stem));
  const wrong = KINDS.map((kind) => harmonised(ending, kind)).filter((one) => one !== right);
  return [...new Set(wrong)].map((one) => stem + one);
}

/** A stem with an ending: `suffixed('kitab', 'lAr')` is "kitablar". */
export const suffixed = (stem: string, ending: string): string => spelled({ stem, ending });

function harmonised(ending: string, before: Vowel): string {
  let vowel = before;
  let text = '';
  for (const letter of ending) {
    const isBack = BACK.includes(vowel);
    if (letter === 'A') text += vowel = isBack ? 'a' : 'ə';
    else if (letter === 'I') text += vowel = NARROW[vowel] as Vowel;
    else if (letter === 'Q') text += isBack ? 'q' : 'k';
    else if (letter === 'G') text += isBack ? 'ğ' : 'y';
    else text += letter;
  }
  return text;
}

function lastVowel(word: string): Vowel {
  const vowel = [...foldCase(word)].findLast(isVowel);
  if (vowel === undefined) throw new RangeError(`"${word}" has no vowel.`);
  return vowel;
}

const isVowel = (letter: string): letter is Vowel => VOWELS.includes(letter);

export const endsInVowel = (word: string): boolean => isVowel(foldCase(word.slice(-1)));

export const syllables = (word: string): number => [...foldCase(word)].filter(isVowel).length;

export const beginsWithVowel = (ending: string): boolean => /^[AI]/.test(ending);
