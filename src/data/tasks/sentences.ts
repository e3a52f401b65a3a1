/** Sentences of an evaluation file, one a line, as FLORES has them. */

/** Lines of texts without white space around them; empty ones are none. */
export const sentencesOf = (texts: readonly string[]): string[] =>
  texts.flatMap((text) => text.split(/\r\n|\r|\n/).map((line) => line.trim())).filter((line) => line !== '');

/** The first half of a sentence by characters (code points), of an odd number the shorter one. */
export function firstHalf(sentence: string): string {
  const characters = [...sentence];
  return characters.slice(0, Math.floor(characters.length / 2)).join('');
}
