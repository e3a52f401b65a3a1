/** Which characters a part of a regular expression takes that stands for one: the engine is asked once for each that comes up. */

const PAGE = 256;
const [UNKNOWN, OUT, IN] = [0, 1, 2];

export class CharacterSet {
  readonly #is: RegExp;
  /** Of 256 characters each, made when first needed. */
  readonly #pages: (Uint8Array | undefined)[] = [];

  /** @param source a class, an escape, a character or the dot, as a regular expression with the flag `u` has it */
  constructor(source: string) {
    this.#is = new RegExp(`^${source}$`, 'u');
  }

  has(codePoint: number): boolean {
    const place = codePoint >> 8;
    let page = this.#pages[place];
    if (page === undefined) {
      page = new Uint8Array(PAGE);
      this.#pages[place] = page;
    }
    const at = codePoint & 0xff;
    if (page[at] === UNKNOWN) page[at] = this.#is.test(String.fromCodePoint(codePoint)) ? IN : OUT;
    return page[at] === IN;
  }
}
