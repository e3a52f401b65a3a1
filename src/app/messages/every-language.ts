/** All languages with their messages, for what looks through every one: the search of the palette, and tests. */
import type { Language } from './language.ts';
import { languages } from './languages.ts';

export const everyLanguage: readonly Language[] = await Promise.all(languages.map(({ load }) => load()));
