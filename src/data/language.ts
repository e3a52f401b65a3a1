/** Which of four languages a text is in, where that is certain; `identifyLanguage` tells more of them, and how sure it is. */
import { identifyLanguage } from './language/discriminator.ts';

export type KnownLanguage = 'az' | 'tr' | 'en' | 'ru';

const KNOWN: readonly string[] = ['az', 'tr', 'en', 'ru'] satisfies KnownLanguage[];

/** What is looked at of a text, in UTF-16 units; its language does not change after them. */
const ENOUGH = 12_000;
/** Fewer words say little: they may be a name. */
const LEAST_WORDS = 3;
const CERTAIN = 0.9;

/** @returns null where it is not certain, or is another one */
export function languageOf(text: string): KnownLanguage | null {
  const { label, score, words } = identifyLanguage(text.slice(0, ENOUGH));
  return words >= LEAST_WORDS && score >= CERTAIN && isKnown(label) ? label : null;
}

const isKnown = (label: string): label is KnownLanguage => KNOWN.includes(label);
