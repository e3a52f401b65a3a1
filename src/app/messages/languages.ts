/**
 * The languages of the studio, in the order in which they are offered. A new one is a folder and a line here. The messages
 * of a language load when it is chosen.
 */
import type { Language } from './language.ts';

export interface OfferedLanguage {
  /** BCP 47, as the browser and the `lang` attribute have it. */
  tag: string;
  /** What the language calls itself. */
  name: string;
  /** What it is called otherwise, in this and in other languages, as one may search for it. */
  otherNames: string;
  load(): Promise<Language>;
}

export const languages: readonly OfferedLanguage[] = [
  {
    tag: 'az',
    name: 'Azərbaycanca',
    otherNames: 'Azerbaijani, Azeri, Azərbaycanca, Azerbaycanca, Azerice',
    load: async () => (await import('./az/az.ts')).az,
  },
  {
    tag: 'en',
    name: 'English',
    otherNames: 'İngilis dili, İngiliscə, İngilizce',
    load: async () => (await import('./en/en.ts')).en,
  },
  {
    tag: 'tr',
    name: 'Türkçe',
    otherNames: 'Turkish, Türk dili, Türkcə',
    load: async () => (await import('./tr/tr.ts')).tr,
  },
];
