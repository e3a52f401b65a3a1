/**
 * Finds the brackets and commas that structure JSON, those inside strings passed over, in a text whose pieces may end
 * anywhere. Goes from string to string by regular expressions, in time linear in the text.
 */
export class Marks {
  readonly #marks: RegExp;
  /** By quote: what ends a string, or makes its next character a plain one. */
  readonly #ends: ReadonlyMap<string, RegExp>;
  /** Of the string that is open. */
  #quote: string | null = null;
  #escaped: boolean = false;

  /** @param quotes those that strings can have */
  constructor(quotes: readonly string[]) {
    this.#marks = new RegExp(`[[\\]{},${quotes.join('')}]`, 'g');
    this.#ends = new Map(quotes.map((quote) => [quote, new RegExp(`[${quote}\\\\]`, 'g')]));
  }

  get inString(): boolean {
    return this.#quote !== null;
  }

  /** Where the next bracket or comma from `from` on stands; -1 where the rest of the piece has none. */
  next(piece: string, from: number): number {
    let at = from;
    for (;;) {
      if (this.#quote !== null) at = this.#endOfString(piece, at, this.#quote);
      if (at < 0) return -1;
      this.#marks.lastIndex = at;
      if (!this.#marks.test(piece)) return -1;
      const found = this.#marks.lastIndex - 1;
      const mark = piece.charAt(found);
      if (!this.#ends.has(mark)) return found;
      this.#quote = mark;
      at = found + 1;
    }
  }

  /** Where the text after the string goes on; -1 where the string does not end in this piece. */
  #endOfString(piece: string, from: number, quote: string): number {
    const ends = this.#ends.get(quote);
    if (!ends) return -1;
    let at = from;
    if (this.#escaped && at < piece.length) {
      this.#escaped = false;
      at++;
    }
    for (;;) {
      ends.lastIndex = at;
      if (!ends.test(piece)) return -1;
      at = ends.lastIndex;
      if (piece[at - 1] === quote) {
        this.#quote = null;
        return at;
      }
      if (at === piece.length) {
        this.#escaped = true;
        return -1;
      }
      at++;
    }
  }
}
