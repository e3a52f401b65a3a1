/**
 * The words of a text as numbers, for telling whether documents share passages. A word is a run of letters, marks and
 * digits; everything between is left out, so punctuation, markup and line breaks do not count. Letter case is folded for
 * the hash alone and by no language's rules: İ, I, i and ı are one letter here. Scripts that are written without spaces
 * (Chinese, Thai) give words as long as their clauses. Characters outside the basic plane count as letters.
 */

/** FNV-1a over UTF-16 units (Fowler, Noll and Vo; RFC 9923). */
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
const DOTLESS_I = 0x131;

/** By UTF-16 unit: its folded form, or 0 where it ends a word. 128 KiB, made when first needed. */
let foldedUnits: Uint16Array | null = null;

function foldUnits(): Uint16Array {
  const folded = new Uint16Array(0x10000);
  for (let unit = 0; unit < folded.length; unit++) {
    const character = String.fromCharCode(unit);
    if (unit === DOTLESS_I) folded[unit] = 'i'.charCodeAt(0);
    else if (/[\p{L}\p{M}\p{N}\p{Cs}]/u.test(character)) folded[unit] = character.toLowerCase().charCodeAt(0);
  }
  return folded;
}

/** Goes through the words of a text, one `next()` at a time; nothing is held but the text. */
export class Words {
  /** Of the word that `next` came to: 32 bits (signed), where it begins, and where it ends (exclusive), in UTF-16 units. */
  hash = 0;
  start = 0;
  end = 0;
  readonly #text: string;
  readonly #folded: Uint16Array;

  constructor(text: string) {
    foldedUnits ??= foldUnits();
    this.#folded = foldedUnits;
    this.#text = text;
  }

  /** Goes on to the next word; false when there is none. */
  next(): boolean {
    const text = this.#text;
    const folded = this.#folded;
    const { length } = text;
    let at = this.end;
    while (at < length && folded[text.charCodeAt(at)] === 0) at++;
    if (at === length) return false;
    this.start = at;
    let hash = FNV_OFFSET | 0;
    for (; at < length; at++) {
      const unit = folded[text.charCodeAt(at)]!;
      if (unit === 0) break;
      hash = Math.imul(hash ^ unit, FNV_PRIME);
    }
    this.hash = hash;
    this.end = at;
    return true;
  }
}
