/**
 * The text of a tokenizer training as token ids, with every adjacent pair indexed: how often it occurs (weighted by the
 * count of its word) and where. Merging a pair visits exactly its occurrences and keeps all counts exact.
 *
 * Layout: all words one after another in `cells`, a SEPARATOR before, between and after them. A token covers as many
 * cells as it has bytes; its id is in its first cell, its length (`spans`) in its first and its last, which makes both
 * neighbours reachable. Each position that begins a pair stands in that pair's doubly linked chain, in rising order of
 * position, which is what makes `aaa` merge from the left. Costs 20 bytes per byte of distinct words and never grows;
 * a pair costs 28 bytes and its slot is used again once it has died out. Pairs are named by slot ("pair" below).
 */
import { OcaqError } from '../../errors.ts';
import { PairMap } from './pair-map.ts';

const SEPARATOR = -1;
const NONE = -1;

export class PairChains {
  /** [cells] token id at the first cell of each token; SEPARATOR between words */
  readonly #cells: Int32Array;
  /** [cells] */
  readonly #spans: Int32Array;
  /** [cells] which word a cell belongs to */
  readonly #wordOf: Int32Array;
  /** [cells] the occurrence after this one in the chain of the pair that begins here, and the one before */
  readonly #next: Int32Array;
  readonly #previous: Int32Array;
  /** [words] how often the word occurs in the text */
  readonly #weights: Float64Array;
  #filledCells = 0;
  #filledWords = 0;

  readonly #slots = new PairMap();
  readonly #freeSlots: number[] = [];
  #usedSlots = 0;
  #livePairs = 0;
  /** [slots] */
  #left = new Int32Array(1024);
  #right = new Int32Array(1024);
  #counts = new Float64Array(1024);
  #head = new Int32Array(1024);
  #tail = new Int32Array(1024);

  /**
   * @param bytes UTF-8 bytes of all words together
   * @param words number of words
   * @throws OcaqError `tokenizer-training-memory` when the browser cannot give that much memory
   */
  constructor(bytes: number, words: number) {
    const cells = bytes + words + 1;
    try {
      this.#cells = new Int32Array(cells);
      this.#spans = new Int32Array(cells).fill(1);
      this.#wordOf = new Int32Array(cells);
      this.#next = new Int32Array(cells);
      this.#previous = new Int32Array(cells);
      this.#weights = new Float64Array(words);
    } catch (cause) {
      const megabytes = Math.ceil((cells * 20 + words * 8) / 1e6);
      throw new OcaqError(
        'tokenizer-training-memory',
        `Training the tokenizer on ${words} different words needs ${megabytes} MB of memory at once, which this browser does not give. Train it on a part of the corpus.`,
        { words, megabytes },
        { cause },
      );
    }
    this.#cells[this.#filledCells++] = SEPARATOR;
  }

  get words(): number {
    return this.#filledWords;
  }

  /** Number of different pairs that occur now. */
  get livePairs(): number {
    return this.#livePairs;
  }

  /** Adds a word: its token ids (the first `length` of `ids`, one per byte) and how often it occurs. */
  addWord(ids: Int32Array, length: number, weight: number): void {
    const word = this.#filledWords++;
    this.#weights[word] = weight;
    const start = this.#filledCells;
    for (let i = 0; i < length; i++) {
      this.#cells[start + i] = ids[i]!;
      this.#wordOf[start + i] = word;
      if (i > 0) this.#append(this.#pairSlot(ids[i - 1]!, ids[i]!), start + i - 1, weight);
    }
    this.#filledCells = start + length;
    this.#cells[this.#filledCells++] = SEPARATOR;
  }

  leftOf(pair: number): number {
    return this.#left[pair]!;
  }

  rightOf(pair: number): number {
    return this.#right[pair]!;
  }

  /** How often the pair occurs in the text now. */
  countOf(pair: number): number {
    return this.#counts[pair]!;
  }

  /** Every pair that occurs now. */
  *all(): Iterable<number> {
    for (let pair = 0; pair < this.#usedSlots; pair++) if (this.#counts[pair]! > 0) yield pair;
  }

  /**
   * Makes one token of every occurrence of the pair, from left to right.
   * @param id of the new token; larger than every id in use, so that the new pairs are exactly those that contain it
   * @returns the new pairs; the slot of the merged one is free afterwards
   */
  merge(pair: number, id: number): number[] {
    const [a, b] = [this.#left[pair]!, this.#right[pair]!];
    const created: number[] = [];
    for (let at = this.#head[pair]!; at !== NONE; at = this.#head[pair]!) {
      const middle = at + this.#spans[at]!;
      const end = middle + this.#spans[middle]!;
      const weight = this.#weights[this.#wordOf[at]!]!;
      this.#unlink(pair, at, weight);
      const before = this.#cells[at - 1] === SEPARATOR ? NONE : at - this.#spans[at - 1]!;
      if (before !== NONE) {
        const token = this.#cells[before]!;
        this.#leave(token, a, before, weight);
        this.#enter(token, id, before, weight, created);
      }
      const after = this.#cells[end]!;
      if (after !== SEPARATOR) {
        this.#leave(b, after, middle, weight);
        this.#enter(id, after, at, weight, created);
      }
      this.#cells[at] = id;
      this.#spans[at] = end - at;
      this.#spans[end - 1] = end - at;
    }
    this.release(pair);
    // In `aaaa` the pair (aa, a) comes and goes within the same merge.
    const alive = created.filter((slot) => this.#counts[slot]! > 0);
    for (const slot of created) if (this.#counts[slot] === 0) this.release(slot);
    return alive;
  }

  /** Forgets a pair that no longer occurs; its slot will name another pair. */
  release(pair: number): void {
    this.#slots.delete(this.#left[pair]!, this.#right[pair]!);
    this.#freeSlots.push(pair);
  }

  #leave(a: number, b: number, at: number, weight: number): void {
    this.#unlink(this.#slots.get(a, b), at, weight);
  }

  #enter(a: number, b: number, at: number, weight: number, created: number[]): void {
    const known = this.#slots.get(a, b);
    const pair = known === -1 ? this.#pairSlot(a, b) : known;
    if (known === -1) created.push(pair);
    this.#append(pair, at, weight);
  }

  #append(pair: number, at: number, weight: number): void {
    const tail = this.#tail[pair]!;
    this.#next[at] = NONE;
    this.#previous[at] = tail;
    if (tail === NONE) this.#head[pair] = at;
    else this.#next[tail] = at;
    this.#tail[pair] = at;
    if (this.#counts[pair] === 0) this.#livePairs++;
    this.#counts[pair]! += weight;
  }

  #unlink(pair: number, at: number, weight: number): void {
    const [previous, next] = [this.#previous[at]!, this.#next[at]!];
    if (previous === NONE) this.#head[pair] = next;
    else this.#next[previous] = next;
    if (next === NONE) this.#tail[pair] = previous;
    else this.#previous[next] = previous;
    this.#counts[pair]! -= weight;
    if (this.#counts[pair] === 0) this.#livePairs--;
  }

  #pairSlot(a: number, b: number): number {
    const known = this.#slots.get(a, b);
    if (known !== -1) return known;
    const pair = this.#freeSlots.pop() ?? this.#usedSlots++;
    if (pair === this.#left.length) this.#growSlots();
    this.#slots.set(a, b, pair);
    this.#left[pair] = a;
    this.#right[pair] = b;
    this.#counts[pair] = 0;
    this.#head[pair] = NONE;
    this.#tail[pair] = NONE;
    return pair;
  }

  #growSlots(): void {
    const length = this.#left.length * 2;
    const grown = <T extends Int32Array | Float64Array>(larger: T, old: T): T => {
      larger.set(old);
      return larger;
    };
    this.#left = grown(new Int32Array(length), this.#left);
    this.#right = grown(new Int32Array(length), this.#right);
    this.#counts = grown(new Float64Array(length), this.#counts);
    this.#head = grown(new Int32Array(length), this.#head);
    this.#tail = grown(new Int32Array(length), this.#tail);
  }
}
