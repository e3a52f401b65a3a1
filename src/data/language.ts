/** Which of four languages a text is in, where that is certain; `identifyLanguage` tells more of them, and how sure it is. */
import { identifyLanguage } from './language/discriminator.ts';

export type KnownLanguage = 'az' | 'tr' | 'en' | 'ru';

const KNOWN: readonly string[] = ['az', 'tr', 'en', 'ru'] satisfies KnownLanguage[];

/** What is looked at of a text, in UTF-16 units; its language does not change after them. */
const ENOUGH = 12_000;
/** Fewer words say little: they may be a name. */
const LEAST_WORDS = 3;
const CERTAIN = 0.9;

/** @returns null where it is not certain, is another one, or a line is certainly in another language than the whole */
export function languageOf(text: string): KnownLanguage | null {
  const beginning = text.slice(0, ENOUGH);
  const found = certainLabel(beginning);
  if (found === null || !isKnown(found)) return null;
  const isMixed = beginning.split('\n').some((line) => (certainLabel(line) ?? found) !== found);
  return isMixed ? null : found;
}

function certainLabel(text: string): string | null {
  const { label, score, words } = identifyLanguage(text);
  return words >= LEAST_WORDS && score >= CERTAIN ? label : null;
}

const isKnown = (label: string): label is KnownLanguage => KNOWN.includes(label);
