/**
 * Which characters are letters, digits and white space, by one look-up instead of a regular expression; the JavaScript
 * engine's Unicode decides, as in its regular expressions. Letters and digits stand below U+40000 (planes 0 to 3); what
 * is above is none of them. The table takes 256 KB and some ten milliseconds, once per thread, when it is first needed.
 */

export const OTHER = 0;
/** `\p{L}` */
export const LETTER = 1;
/** `\p{N}` */
export const DIGIT = 2;
/** `\p{White_Space}` but for line ends */
export const SPACE = 3;
/** `\r` and `\n` */
export const LINE_END = 4;

const CODE_POINTS = 0x40000;
/** So many at once become a text; as many arguments as every engine takes. */
const STEP = 0x1000;
const PATTERNS = [
  [LETTER, /\p{L}+/gu],
  [DIGIT, /\p{N}+/gu],
  [SPACE, /\p{White_Space}+/gu],
  [LINE_END, /[\r\n]+/gu],
] as const;
const REPLACEMENT = 0xfffd;

let table: Uint8Array | undefined;

/** [code points below U+40000] kind */
export function characterKinds(): Uint8Array {
  table ??= makeTable();
  return table;
}

function makeTable(): Uint8Array {
  const kinds = new Uint8Array(CODE_POINTS);
  for (let first = 0; first < CODE_POINTS; first += STEP) {
    const points = Array.from({ length: STEP }, (_, i) => (isSurrogate(first + i) ? REPLACEMENT : first + i));
    const text = String.fromCodePoint(...points);
    const units = text.length / STEP;
    for (const [kind, pattern] of PATTERNS)
      for (const { index, 0: run } of text.matchAll(pattern))
        kinds.fill(kind, first + index / units, first + (index + run.length) / units);
  }
  return kinds;
}

const isSurrogate = (point: number): boolean => point >= 0xd800 && point <= 0xdfff;
