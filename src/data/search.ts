/**
 * Searching texts for words as a person types them: letter case does not count, as Azerbaijani and Turkish have it. İ is
 * the capital of i, and I that of ı.
 */

/** In small letters; as many UTF-16 units as before, so that places in it are places in the text. */
export const foldCase = (text: string): string => text.replaceAll('İ', 'i').replaceAll('I', 'ı').toLowerCase();

/** What is looked for, made ready once for many texts; null where nothing is. */
export function needleOf(typed: string): string | null {
  const needle = foldCase(typed.normalize('NFC').trim());
  return needle === '' ? null : needle;
}

/** Where the text has it first; -1 where it has not. */
export const firstMatch = (text: string, needle: string): number => foldCase(text).indexOf(needle);

/** The text in pieces that match and pieces between them, in order; the empty ones left out. */
export function markedPieces(text: string, needle: string | null): { text: string; isMatch: boolean }[] {
  const folded = foldCase(text);
  const pieces: { text: string; isMatch: boolean }[] = [];
  const add = (from: number, to: number, isMatch: boolean) => {
    if (to > from) pieces.push({ text: text.slice(from, to), isMatch });
  };
  let done = 0;
  for (let at = next(0); at !== -1; at = next(done)) {
    add(done, at, false);
    done = at + (needle?.length ?? 0);
    add(at, done, true);
  }
  add(done, text.length, false);
  return pieces;

  function next(from: number): number {
    return needle === null ? -1 : folded.indexOf(needle, from);
  }
}
