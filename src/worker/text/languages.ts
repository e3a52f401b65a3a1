/** The language of a text, for the card of a model; only what can be told with certainty is told. */

/** Of the letters of an Azerbaijani text about one in eleven is an ə; no other language that is written with it in Latin script comes near. */
const SCHWA_SHARE = 0.04;
const LEAST_LETTERS = 200;

/** ISO 639 codes; empty where it is not known. */
export function languagesOf(text: string): string[] {
  const letters = text.match(/\p{L}/gu) ?? [];
  const schwas = letters.filter((letter) => letter === 'ə' || letter === 'Ə').length;
  return letters.length >= LEAST_LETTERS && schwas / letters.length >= SCHWA_SHARE ? ['az'] : [];
}
