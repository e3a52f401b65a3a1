/**
 * Letters that look like those of another script, told by the word that they stand in: a Cyrillic "а" in a Latin word is
 * made Latin, a Latin "o" in a Cyrillic word Cyrillic, and so with Greek; "ǝ" (U+01DD) and Cyrillic "ә" in Latin words are
 * the "ə" of Azerbaijani (U+0259); an "i" with a combining dot, which careless lower-casing makes of "İ", is "i". A word is
 * changed only where all of it becomes one script; where it could become either, the script of most of the word's letters
 * decides, and after all of these that of most letters of the document. A word that is wholly of look-alikes keeps its script, so the "ә" of
 * Kazakh stays. Dotless "ı" is never touched. (In Kanuri and some languages of Cameroon "ǝ" is right: switch the step off.)
 */
import { LOOK_ALIKES, SCRIPT_NUMBERS, SCRIPTS } from './letters.ts';
import { defineStep } from './step.ts';
import { namesOf } from './units.ts';

/** Of no script. */
const UNDECIDED = 0;
const LATIN = SCRIPTS.indexOf('latin') + 1;

const WORD = /[\p{L}\p{M}]+/gu;
/** A mark after it is an accent of Lithuanian, where the dot is right. */
const I_WITH_DOT = /[iı]\u0307(?!\p{M})/gu;
const TURNED_E: Readonly<Record<string, string>> = { ǝ: 'ə', Ǝ: 'Ə' };

const scriptOf = (letter: string): number => SCRIPT_NUMBERS[letter.charCodeAt(0)] as number;

export const lookAlikes = defineStep({
  version: 2,
  id: 'look-alikes',
  defaults: {},
  create: () => (document) => {
    if (!isSuspect(document)) return { text: document };
    const changed = new Set<string>();
    const correct = (text: string, main: number) =>
      text.replace(WORD, (word) => {
        const better = correctWord(word.replace(I_WITH_DOT, 'i'), main);
        if (better === word) return word;
        const kept = new Set(better);
        for (const letter of word) if (!kept.has(letter)) changed.add(letter);
        // A Latin letter may compose with a mark where a Cyrillic one does not.
        return better.normalize('NFC');
      });
    const decided = correct(document, UNDECIDED);
    const text = correct(decided, mainScriptOf(decided));
    return text === document ? { text } : { text, removed: namesOf(changed) };
  },
});

/** Whether there is a letter that may be wrong by itself, or one beside a letter of another script. */
function isSuspect(text: string): boolean {
  let before = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 0x307 || unit === 0x1dd || unit === 0x18e) return true;
    const script = SCRIPT_NUMBERS[unit] as number;
    if (script !== before && script !== 0 && before !== 0) return true;
    before = script;
  }
  return false;
}

/** Number of the script of most letters. */
function mainScriptOf(text: string): number {
  const counts = SCRIPTS.map(() => 0);
  for (const letter of text) {
    const script = scriptOf(letter);
    if (script > 0) counts[script - 1] = (counts[script - 1] ?? 0) + 1;
  }
  return counts.indexOf(Math.max(...counts)) + 1;
}

/** @param main the script of the document, which decides where the word does not; `UNDECIDED`: nothing does */
function correctWord(word: string, main: number): string {
  const letters = [...word].filter((letter) => scriptOf(letter) > 0);
  const latin = letters.filter((letter) => scriptOf(letter) === LATIN);
  if (latin.length === letters.length) return latin.length > 1 ? word.replace(/[ǝƎ]/g, (e) => TURNED_E[e] ?? e) : word;
  const other = LOOK_ALIKES.find(({ number }) => letters.some((letter) => scriptOf(letter) === number));
  if (!other || latin.length === 0 || isWrittenTogether(word)) return word;

  const toLatin = mapped(word, new Map([...other.toLatin, ...Object.entries(TURNED_E)]), LATIN);
  const toOther = mapped(word, other.fromLatin, other.number);
  if (toLatin === null || toOther === null) return toLatin ?? toOther ?? word;
  const excess = 2 * latin.length - letters.length || (main === LATIN ? 1 : main === other.number ? -1 : 0);
  return excess > 0 ? toLatin : excess < 0 ? toOther : word;
}

/** @returns null: not every letter of the word would be of the script */
function mapped(word: string, table: ReadonlyMap<string, string>, script: number): string | null {
  const result = word.replace(/./gu, (letter) => table.get(letter) ?? letter);
  return [...result].every((letter) => scriptOf(letter) === script || scriptOf(letter) === 0) ? result : null;
}

/** Two words, or an abbreviation with an ending ("SIMкарта", "ITшник"). */
function isWrittenTogether(word: string): boolean {
  const parts = word.match(/\p{Script=Latin}+|\P{Script=Latin}+/gu) ?? [];
  if (parts.length !== 2) return false;
  return (
    parts.every((part) => part.length >= 3) ||
    parts.some((part) => /^\p{Lu}{2,}$/u.test(part) && word !== word.toUpperCase())
  );
}
