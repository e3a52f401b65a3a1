/**
 * The words of a corpus, for asking whether what a model writes are words of its language. A Bloom filter (Bloom 1970):
 * a word that is in it is always found, and of others far less than one in a hundred by mistake. It holds the words that
 * occur at least twice, so that typing errors are few in it. A larger corpus than 256 MB is read by every second, third …
 * document, so a list has at most 2^25 bits (4 MiB). Letters count without their case; dotted and dotless i count as one,
 * because which is whose capital depends on the language, and so do a straight apostrophe and a curly one.
 */

const MOST_TEXT_BYTES = 2 ** 28;
const LEAST_BITS = 2 ** 13;
const MOST_BITS = 2 ** 25;
/** Bits of a word. Text has a new word about every 12 bytes at first and ever fewer later, so a word has 24 bits or more. */
const HASHES = 4;
const BITS_PER_BYTE = 2;

const MOST_FAMILIAR = 2 ** 16;

const WORD = /[\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)*/gu;

const folded = (text: string): string =>
  text.normalize('NFC').replace(/[Iİı]/g, 'i').replaceAll('’', "'").toLowerCase();

export class WordList {
  /** [bits / 32] */
  readonly bits: Uint32Array<ArrayBuffer>;

  constructor(bits: Uint32Array<ArrayBuffer>) {
    this.bits = bits;
  }

  has(word: string): boolean {
    return holds(this.bits, placesOf(folded(word), this.bits));
  }
}

/** Makes a list, document by document. */
export class WordListWriter {
  private readonly once: Uint32Array<ArrayBuffer>;
  private readonly twice: Uint32Array<ArrayBuffer>;
  /** Frequent words, which need not be hashed again. */
  private readonly familiar = new Set<string>();
  /** Of so many documents one is read. */
  private readonly stride: number;
  private documents = 0;

  /** @param textBytes of all documents, about */
  constructor(textBytes: number) {
    this.stride = Math.max(1, Math.ceil(textBytes / MOST_TEXT_BYTES));
    const wanted = 2 ** Math.ceil(Math.log2(Math.max(1, textBytes * BITS_PER_BYTE)));
    const bits = Math.min(MOST_BITS, Math.max(LEAST_BITS, wanted));
    this.once = new Uint32Array(bits / 32);
    this.twice = new Uint32Array(bits / 32);
  }

  add(text: string): void {
    if (this.documents++ % this.stride !== 0) return;
    for (const word of folded(text).match(WORD) ?? []) {
      if (this.familiar.has(word)) continue;
      const places = placesOf(word, this.once);
      const isKnown = holds(this.once, places);
      set(isKnown ? this.twice : this.once, places);
      if (isKnown && this.familiar.size < MOST_FAMILIAR) this.familiar.add(word);
    }
  }

  list(): WordList {
    return new WordList(this.twice);
  }
}

/**
 * How many words a model has written after a prompt, and how many of them are in the list. A word that the prompt begins
 * counts whole. @param isCut the text ends where it was cut off: a word that reaches its end does not count
 */
export function knownWords(
  list: WordList,
  prompt: string,
  text: string,
  isCut: boolean,
): { total: number; known: number } {
  const whole = prompt + text;
  const counts = { total: 0, known: 0 };
  for (const { 0: word, index } of whole.matchAll(WORD)) {
    const end = index + word.length;
    if (end <= prompt.length || (isCut && end === whole.length)) continue;
    counts.total++;
    if (list.has(word)) counts.known++;
  }
  return counts;
}

/** Bits of a word, by double hashing (Kirsch and Mitzenmacher 2006). @param bits a power of two of them */
function placesOf(word: string, bits: Uint32Array): number[] {
  let a = 0x811c9dc5;
  let b = 0x9747b28c;
  for (let i = 0; i < word.length; i++) {
    const unit = word.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ unit, 0x5bd1e995);
  }
  const [first, stride] = [mixed(a), mixed(b) | 1];
  const mask = bits.length * 32 - 1;
  return Array.from({ length: HASHES }, (_, i) => (first + Math.imul(i, stride)) & mask);
}

/** Every bit of the input changes half of the output (the last step of MurmurHash3). */
function mixed(hash: number): number {
  let bits = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}

const holds = (bits: Uint32Array, places: readonly number[]): boolean =>
  places.every((place) => ((bits[place >>> 5] as number) & (1 << (place & 31))) !== 0);

function set(bits: Uint32Array, places: readonly number[]): void {
  for (const place of places) bits[place >>> 5] = (bits[place >>> 5] as number) | (1 << (place & 31));
}
