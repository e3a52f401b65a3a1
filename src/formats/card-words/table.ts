/** The languages that a model card can be written in. A new one is a file here and its line. */
import { az } from './az.ts';
import { type CardWords, en } from './en.ts';
import { tr } from './tr.ts';

export type { CardWords };

export const CARD_WORDS = { az, en, tr } as const satisfies Record<string, CardWords>;

export type CardLanguage = keyof typeof CARD_WORDS;

/** That of a language tag; English where there are no words for it. */
export const cardLanguage = (tag: string): CardLanguage => (tag in CARD_WORDS ? (tag as CardLanguage) : 'en');
