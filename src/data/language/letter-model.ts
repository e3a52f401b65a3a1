/**
 * How likely a word is in each of several languages of one script: as one of their frequent words, or by its letters, each
 * after the two before it (trigrams with Witten-Bell smoothing, I. Witten and T. Bell, 1991). Both are estimated from lists
 * of words.
 */

/** Letters as numbers from 1 on, in runs that are words; 0 stands before and after each. */
export type Symbols = readonly number[];

/** Of all words of a text, how many are about those of a list. */
const SHARE_OF_LIST = 0.4;
/** Zipf's law with an offset: the word of rank r has a frequency in proportion to 1 / (r + RANK_OFFSET). */
const RANK_OFFSET = 4;

/** How much of what letters tell between languages counts: lists are short, and names are no words of theirs. */
const LETTERS_WEIGHT = 0.4;

export class LetterModel {
  /** How many languages there are. */
  readonly count: number;
  /** One more than the greatest symbol. */
  readonly #symbols: number;
  /** From a trigram to 1 + its row of logarithms; 0 where no language has it in its list. */
  readonly #rows: Uint16Array;
  readonly #trigrams: Float32Array;
  /** For trigrams that no list has: how likely a language is to go on with something new, and its bigrams. */
  readonly #novelty: Float32Array;
  readonly #bigrams: Float32Array;
  /** From the hash of a word to the languages that have it and its logarithm there. */
  readonly #words = new Map<number, [language: number, logarithm: number][]>();

  /** @param lists words of each language, frequent ones first */
  constructor(lists: readonly (readonly Symbols[])[], symbols: number) {
    this.count = lists.length;
    this.#symbols = symbols;
    const size = lists.length;
    this.#rows = new Uint16Array(symbols ** 3);
    this.#novelty = new Float32Array(symbols ** 2 * size);
    this.#bigrams = new Float32Array(symbols ** 2 * size);
    const counts = lists.map((list) => new Counts(list, symbols));
    const known = [...new Set(counts.flatMap(({ trigrams }) => [...trigrams.keys()]))];
    for (const [i, trigram] of known.entries()) this.#rows[trigram] = i + 1;
    this.#trigrams = new Float32Array((known.length + 1) * size);
    for (const [language, count] of counts.entries()) {
      for (let pair = 0; pair < symbols ** 2; pair++) {
        this.#novelty[pair * size + language] = Math.log(count.novelty(pair));
        this.#bigrams[pair * size + language] = Math.log(count.bigram(pair));
      }
      for (const trigram of known)
        this.#trigrams[(this.#rows[trigram] ?? 0) * size + language] = Math.log(count.trigram(trigram));
      this.#addWords(lists[language] ?? [], language);
    }
  }

  /**
   * Sets `sums` from `at` on to the logarithm of a word's likelihood in each language.
   * @param length of the word, which stands at the beginning of `word`
   */
  measure(word: Uint8Array, length: number, sums: Float64Array, at: number): void {
    const size = this.count;
    const n = this.#symbols;
    const [rows, trigrams, novelty, bigrams] = [this.#rows, this.#trigrams, this.#novelty, this.#bigrams];
    sums.fill(0, at, at + size);
    let before = 0;
    for (let i = 0; i <= length; i++) {
      const symbol = i < length ? word[i]! : 0;
      const row = rows[before * n + symbol]! * size;
      const pair = ((before % n) * n + symbol) * size;
      if (row > 0) for (let k = 0; k < size; k++) sums[at + k]! += trigrams[row + k]!;
      else for (let k = 0; k < size; k++) sums[at + k]! += novelty[before * size + k]! + bigrams[pair + k]!;
      before = (before % n) * n + symbol;
    }
    let best = Number.NEGATIVE_INFINITY;
    for (let k = at; k < at + size; k++) if (sums[k]! > best) best = sums[k]!;
    for (let k = at; k < at + size; k++) sums[k] = best - LETTERS_WEIGHT * (best - sums[k]!);
    for (const [language, logarithm] of this.#words.get(hashOf(word, length)) ?? [])
      if (logarithm > sums[at + language]!) sums[at + language] = logarithm;
  }

  #addWords(list: readonly Symbols[], language: number): void {
    const total = list.reduce((sum, _, rank) => sum + 1 / (rank + RANK_OFFSET), 0);
    for (const [rank, word] of list.entries()) {
      const hash = hashOf(word, word.length);
      const logarithm = Math.log(SHARE_OF_LIST / total / (rank + RANK_OFFSET));
      const known = this.#words.get(hash) ?? [];
      this.#words.set(hash, [...known, [language, logarithm]]);
    }
  }
}

/** 32 bits of the first symbols of a word. */
export function hashOf(word: ArrayLike<number>, length: number): number {
  let hash = length;
  for (let i = 0; i < length; i++) hash = Math.imul(hash ^ word[i]!, 0x01000193);
  return hash | 0;
}

/** N-grams of the words of one list, each word once, and how likely each is to come next. */
class Counts {
  readonly trigrams = new Map<number, number>();
  readonly #n: number;
  readonly #pairs: Float64Array;
  readonly #pairsBefore: Float64Array;
  readonly #kindsAfterPair: Float64Array;
  readonly #singles: Float64Array;
  readonly #singlesBefore: Float64Array;
  readonly #kindsAfterSingle: Float64Array;
  #total = 0;
  #kinds = 0;

  constructor(list: readonly Symbols[], n: number) {
    this.#n = n;
    this.#pairs = new Float64Array(n ** 2);
    this.#pairsBefore = new Float64Array(n ** 2);
    this.#kindsAfterPair = new Float64Array(n ** 2);
    this.#singles = new Float64Array(n);
    this.#singlesBefore = new Float64Array(n);
    this.#kindsAfterSingle = new Float64Array(n);
    for (const word of list) {
      const padded = [0, 0, ...word, 0];
      for (let i = 2; i < padded.length; i++) this.#count(padded[i - 2]!, padded[i - 1]!, padded[i]!);
    }
  }

  #count(first: number, second: number, third: number): void {
    const before = first * this.#n + second;
    const pair = second * this.#n + third;
    const trigram = before * this.#n + third;
    const times = this.trigrams.get(trigram) ?? 0;
    if (times === 0) this.#kindsAfterPair[before]!++;
    if (this.#pairs[pair] === 0) this.#kindsAfterSingle[second]!++;
    if (this.#singles[third] === 0) this.#kinds++;
    this.trigrams.set(trigram, times + 1);
    this.#pairsBefore[before]!++;
    this.#pairs[pair]!++;
    this.#singlesBefore[second]!++;
    this.#singles[third]!++;
    this.#total++;
  }

  trigram(trigram: number): number {
    const before = Math.floor(trigram / this.#n);
    const seen = this.#pairsBefore[before]! + this.#kindsAfterPair[before]!;
    const bigram = this.bigram(trigram % this.#n ** 2);
    return seen === 0 ? bigram : (this.trigrams.get(trigram) ?? 0) / seen + this.novelty(before) * bigram;
  }

  /** How likely it is that what follows two symbols never did before. */
  novelty(before: number): number {
    const kinds = this.#kindsAfterPair[before]!;
    return kinds === 0 ? 1 : kinds / (this.#pairsBefore[before]! + kinds);
  }

  bigram(pair: number): number {
    const second = Math.floor(pair / this.#n);
    const kinds = this.#kindsAfterSingle[second]!;
    const single = this.#single(pair % this.#n);
    if (kinds === 0) return single;
    return (this.#pairs[pair]! + kinds * single) / (this.#singlesBefore[second]! + kinds);
  }

  #single(symbol: number): number {
    return (this.#singles[symbol]! + this.#kinds / this.#n) / (this.#total + this.#kinds);
  }
}
