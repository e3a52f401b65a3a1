/** Answers in another language than most of their set: left untranslated, or translated into the neighbouring one. */
import { type KnownLanguage, languageOf } from '../language.ts';

/** Shorter sentences of these often hold nothing that tells them apart. */
const ALIKE: readonly KnownLanguage[] = ['az', 'tr', 'uz'];
const WORDS_TO_TELL = 15;

/** The rows of answers that are certainly not in the language of most, the commonest language first. */
export function foreignAnswers(
  records: readonly { readonly row: number; readonly output: string }[],
): { language: KnownLanguage; rows: number[] }[] {
  const answersIn = new Map<KnownLanguage, { row: number; words: number }[]>();
  for (const { row, output } of records) {
    const language = languageOf(output);
    if (language === null) continue;
    const answers = answersIn.get(language) ?? [];
    answers.push({ row, words: output.trim().split(/\s+/).length });
    answersIn.set(language, answers);
  }
  const known = [...answersIn].sort(([, a], [, b]) => b.length - a.length);
  const [most, ...others] = known;
  const total = known.reduce((sum, [, answers]) => sum + answers.length, 0);
  // A set without a language of its own, such as one of translations, has no foreign answers either.
  if (!most || most[1].length <= total / 2) return [];
  const isTold = (language: KnownLanguage, words: number): boolean =>
    words >= WORDS_TO_TELL || !ALIKE.includes(language) || !ALIKE.includes(most[0]);
  return others
    .map(([language, answers]) => ({
      language,
      rows: answers.filter(({ words }) => isTold(language, words)).map(({ row }) => row),
    }))
    .filter(({ rows }) => rows.length > 0);
}
