/**
 * Hashes of the runs of words of a text, for finding passages that texts share: of every length up to a longest one, each from
 * the hashes of all words before it, so that a run costs as much as a word. Words are compared without case and
 * punctuation (words.ts).
 */
import { finalise32 } from '../random.ts';
import { Words } from './words.ts';

/** Odd factors of the two hashes. */
const LOW_FACTOR = 0x9e3779b1;
const HIGH_FACTOR = 0x85ebca6b;

export class WordRuns {
  /** Of the run that `take` took: both halves of its 64-bit hash, never both 0, and its place in UTF-16 units. */
  low = 0;
  high = 0;
  start = 0;
  end = 0;
  /** Words so far. */
  count = 0;
  readonly #words: Words;
  /** Of the last words, by the number of words modulo the length: the hash of all up to it, and where the word after it begins. */
  readonly #lows: Int32Array;
  readonly #highs: Int32Array;
  readonly #starts: Uint32Array;
  /** By length of a run: what the hash of all words before it weighs in that of all up to its end. */
  readonly #lowWeights: Int32Array;
  readonly #highWeights: Int32Array;

  /** @param longest in words */
  constructor(text: string, longest: number) {
    this.#words = new Words(text);
    this.#lows = new Int32Array(longest + 1);
    this.#highs = new Int32Array(longest + 1);
    this.#starts = new Uint32Array(longest + 1);
    this.#lowWeights = powers(LOW_FACTOR, longest);
    this.#highWeights = powers(HIGH_FACTOR, longest);
  }

  /** Goes on to the next word; false when there is none. */
  next(): boolean {
    if (!this.#words.next()) return false;
    const { hash, start, end } = this.#words;
    const before = this.count++ % this.#lows.length;
    const place = this.count % this.#lows.length;
    this.#starts[before] = start;
    this.#lows[place] = Math.imul(this.#lows[before]!, LOW_FACTOR) + hash;
    // The high half takes words through another function, so that the halves do not agree in their lowest bits.
    this.#highs[place] = Math.imul(this.#highs[before]!, HIGH_FACTOR) + finalise32(hash);
    this.end = end;
    return true;
  }

  /** Takes the run of so many words that ends with the last one; false where there are not as many. */
  take(words: number): boolean {
    if (words > this.count) return false;
    const place = this.count % this.#lows.length;
    const before = (this.count - words) % this.#lows.length;
    this.low = finalise32(this.#lows[place]! - Math.imul(this.#lows[before]!, this.#lowWeights[words]!));
    this.high = finalise32(this.#highs[place]! - Math.imul(this.#highs[before]!, this.#highWeights[words]!)) || 1;
    this.start = this.#starts[before]!;
    return true;
  }
}

/** [longest + 1] base^n modulo 2³². */
function powers(base: number, longest: number): Int32Array {
  const all = new Int32Array(longest + 1).fill(1);
  for (let n = 1; n <= longest; n++) all[n] = Math.imul(all[n - 1]!, base);
  return all;
}
