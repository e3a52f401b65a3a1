/**
 * The texts that a model will be tested on, as hashes of their runs of thirteen words, to find training documents that
 * hold a piece of them: the overlap by which GPT-3's evaluation sets were checked (Brown et al. 2020, appendix C). Words are
 * compared without case and punctuation (words.ts). Memory: 16 to 32 bytes a run; no text is kept.
 */
import { finalise32 } from '../random.ts';
import { Words } from './words.ts';

const RUN_WORDS = 13;
const FIRST_SLOTS = 1024;
/** Odd factors of the two rolling hashes, and what a word weighs in each when it leaves the run. */
const LOW_FACTOR = 0x9e3779b1;
const HIGH_FACTOR = 0x85ebca6b;
const LOW_LEAVES = power(LOW_FACTOR, RUN_WORDS);
const HIGH_LEAVES = power(HIGH_FACTOR, RUN_WORDS);

export class LeakIndex {
  /** Pairs of 32 bits: the low and the high half of a run's hash; two zeros: free. At most half of them are taken. */
  #slots = new Uint32Array(2 * FIRST_SLOTS);
  #runs = 0;
  #texts = 0;
  #shortTexts = 0;

  /** Different runs of all texts. */
  get runs(): number {
    return this.#runs;
  }

  get texts(): number {
    return this.#texts;
  }

  /** Texts of fewer than thirteen words: nothing can be told about them. */
  get shortTexts(): number {
    return this.#shortTexts;
  }

  add(text: string): void {
    const runs = new RollingRuns(text);
    let any = false;
    while (runs.next()) {
      any = true;
      this.#enter(runs.low, runs.high);
    }
    this.#texts++;
    if (!any) this.#shortTexts++;
  }

  /** The runs alone, to be handed to another thread: pairs of 32 bits. */
  toRuns(): Uint32Array<ArrayBuffer> {
    const runs = new Uint32Array(2 * this.#runs);
    let to = 0;
    for (let slot = 0; slot < this.#slots.length; slot += 2) {
      if (this.#isFree(slot)) continue;
      runs[to++] = this.#slots[slot]!;
      runs[to++] = this.#slots[slot + 1]!;
    }
    return runs;
  }

  /** An index that finds what the one finds that gave the runs; how many texts they are of it does not know. */
  static fromRuns(runs: Uint32Array): LeakIndex {
    const index = new LeakIndex();
    for (let i = 0; i < runs.length; i += 2) index.#enter(runs[i]!, runs[i + 1]!);
    return index;
  }

  /** The first run of the document that an evaluation text has too, as it is written in the document; null: there is none. */
  firstIn(document: string): string | null {
    if (this.#runs === 0) return null;
    const runs = new RollingRuns(document);
    while (runs.next()) {
      const slot = this.#slotOf(runs.low, runs.high);
      if (!this.#isFree(slot)) return document.slice(runs.start, runs.end);
    }
    return null;
  }

  #enter(low: number, high: number): void {
    const slot = this.#slotOf(low, high);
    if (!this.#isFree(slot)) return;
    this.#slots[slot] = low;
    this.#slots[slot + 1] = high;
    if (++this.#runs > this.#slots.length / 4) this.#grow();
  }

  #grow(): void {
    const before = this.#slots;
    this.#slots = new Uint32Array(2 * before.length);
    for (let i = 0; i < before.length; i += 2) {
      const [low, high] = [before[i]!, before[i + 1]!];
      if (low === 0 && high === 0) continue;
      const slot = this.#slotOf(low, high);
      this.#slots[slot] = low;
      this.#slots[slot + 1] = high;
    }
  }

  /** Where the hash stands, or else belongs. The number of slots is a power of two. */
  #slotOf(low: number, high: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = (2 * low) & mask;
    while (!this.#isFree(slot) && (slots[slot] !== low || slots[slot + 1] !== high)) slot = (slot + 2) & mask;
    return slot;
  }

  #isFree(slot: number): boolean {
    return this.#slots[slot] === 0 && this.#slots[slot + 1] === 0;
  }
}

/** Goes through a text's runs of thirteen words with a 64-bit hash each, which follows from the run before. */
class RollingRuns {
  /** Of the run that `next` came to: both halves of its hash, never both 0, and its place in UTF-16 units. */
  low = 0;
  high = 0;
  start = 0;
  end = 0;
  readonly #words: Words;
  readonly #hashes = new Int32Array(RUN_WORDS);
  readonly #starts = new Uint32Array(RUN_WORDS);
  #rolledLow = 0;
  #rolledHigh = 0;
  #count = 0;

  constructor(text: string) {
    this.#words = new Words(text);
  }

  next(): boolean {
    do {
      if (!this.#words.next()) return false;
      this.#roll();
    } while (this.#count < RUN_WORDS);
    this.low = finalise32(this.#rolledLow);
    this.high = finalise32(this.#rolledHigh) || 1;
    this.start = this.#starts[this.#count % RUN_WORDS]!;
    this.end = this.#words.end;
    return true;
  }

  #roll(): void {
    const { hash, start } = this.#words;
    const place = this.#count++ % RUN_WORDS;
    const leaves = this.#hashes[place]!;
    this.#hashes[place] = hash;
    this.#starts[place] = start;
    this.#rolledLow = Math.imul(this.#rolledLow, LOW_FACTOR) + hash - Math.imul(leaves, LOW_LEAVES);
    // The high half takes words through another function, so that the halves do not agree in their lowest bits.
    const leavesHigh = Math.imul(finalise32(leaves), HIGH_LEAVES);
    this.#rolledHigh = Math.imul(this.#rolledHigh, HIGH_FACTOR) + finalise32(hash) - leavesHigh;
  }
}

/** base^exponent modulo 2³². */
function power(base: number, exponent: number): number {
  let result = 1;
  for (let i = 0; i < exponent; i++) result = Math.imul(result, base);
  return result;
}
