/** What of an instruction record is translated, and what languages there are to choose from. */

export const FIELDS = ['system', 'instruction', 'input', 'output'] as const;
export type Field = (typeof FIELDS)[number];

/** Texts of a record; a field that it lacks, or that is empty, is left out. */
export type Texts = Readonly<Partial<Record<Field, string>>>;

/** A record under the id by which answers are matched with it: its row in the set. */
export interface Source {
  readonly id: number;
  readonly texts: Texts;
}

/** BCP 47 tags that the studio offers; the command line takes any. */
export const OFFERED_LANGUAGES = [
  'az',
  'en',
  'tr',
  'ru',
  'uz',
  'kk',
  'ky',
  'tk',
  'ka',
  'fa',
  'ar',
  'de',
  'fr',
  'es',
] as const;

export type OfferedLanguage = (typeof OFFERED_LANGUAGES)[number];

/** @param record with an empty text for a field that it lacks */
export function sourceOf(
  record: Readonly<Record<'instruction' | 'input' | 'output', string>> & { row: number; system?: string },
): Source {
  const { row: id, system, instruction, input, output } = record;
  const all = { system, instruction, input, output };
  const texts = FIELDS.flatMap((field) => {
    const text = all[field];
    return text === undefined || text.trim() === '' ? [] : [[field, text] as const];
  });
  return { id, texts: Object.fromEntries(texts) };
}

/** "Azerbaijani" for "az", for prompts; the tag itself where it has no name. */
export const languageName = (tag: string): string => new Intl.DisplayNames(['en'], { type: 'language' }).of(tag) ?? tag;
