/** Which of the known languages a text is in, whatever its alphabet, where that is certain; `identifyLanguage` tells more of them, and how sure it is. */
import { identifyLanguage } from './language/discriminator.ts';

const KNOWN_LANGUAGES = ['az', 'tr', 'uz', 'kk', 'en', 'ru'] as const;

export type KnownLanguage = (typeof KNOWN_LANGUAGES)[number];

export const isKnownLanguage = (tag: string): tag is KnownLanguage =>
  (KNOWN_LANGUAGES as readonly string[]).includes(tag);

/** What is looked at of a text, in UTF-16 units; its language does not change after them. */
const ENOUGH = 12_000;
/** Fewer words say little: they may be a name. */
const LEAST_WORDS = 3;
const CERTAIN = 0.9;

/** @returns null where it is not certain, is another one, or a line is certainly in another language than the whole */
export function languageOf(text: string): KnownLanguage | null {
  const beginning = text.slice(0, ENOUGH);
  const found = certainLanguage(beginning);
  if (found === null || !isKnownLanguage(found)) return null;
  const isMixed = beginning.split('\n').some((line) => (certainLanguage(line) ?? found) !== found);
  return isMixed ? null : found;
}

/** That most of a text is in, for a model that learned it; null where it is not certain, or is another one. */
export function mainLanguageOf(text: string): KnownLanguage | null {
  const found = certainLanguage(text.slice(0, ENOUGH));
  return found !== null && isKnownLanguage(found) ? found : null;
}

/** Without the script. */
function certainLanguage(text: string): string | null {
  const { label, score, words } = identifyLanguage(text);
  return words >= LEAST_WORDS && score >= CERTAIN ? label.replace(/-.*/, '') : null;
}
