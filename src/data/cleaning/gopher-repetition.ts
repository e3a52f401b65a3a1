/**
 * Drops documents that repeat themselves, by the rules of Gopher (arXiv:2112.11446, table A1) as datatrove's
 * `GopherRepetitionFilter` computes them; the defaults are what FineWeb-2 published for North Azerbaijani (`azj_Latn.yml`),
 * with the rules it leaves out off. Shares are of the document's code points, words those of words.ts. A bound of 0 turns its
 * rule off. Rules are tried in their order. N-grams are told apart by 32-bit hashes.
 */
import { SURROGATE } from '../language/characters.ts';
import { splitWords, type Words } from '../language/words.ts';
import { PROFILES } from './profiles.ts';
import { codePointsOf, dropBy, repeatsAmong } from './quality-measures.ts';
import { type Dropped, defineStep } from './step.ts';

export type GopherRepetitionRule =
  | 'repeated-paragraphs'
  | 'repeated-paragraph-characters'
  | 'repeated-lines'
  | 'repeated-line-characters'
  | `top-${2 | 3 | 4}-grams`
  | `repeated-${5 | 6 | 7 | 8 | 9 | 10}-grams`;

/** What is looked at of a longer document, so that memory is bounded: its first million words. */
const MOST_WORDS = 1 << 20;

export const gopherRepetition = defineStep({
  id: 'gopher-repetition',
  version: 1,
  offByDefault: true,
  defaults: {
    maxRepeatedParagraphs: 0,
    maxRepeatedParagraphCharacters: 0,
    maxRepeatedLineCharacters: 0,
    ...PROFILES.azj['gopher-repetition'],
  },
  create: (options) => {
    const top: readonly Bound[] = [
      { n: 2, rule: 'top-2-grams', bound: options.maxTop2Grams },
      { n: 3, rule: 'top-3-grams', bound: options.maxTop3Grams },
      { n: 4, rule: 'top-4-grams', bound: options.maxTop4Grams },
    ];
    const repeated: readonly Bound[] = [
      { n: 5, rule: 'repeated-5-grams', bound: options.maxRepeated5Grams },
      { n: 6, rule: 'repeated-6-grams', bound: options.maxRepeated6Grams },
      { n: 7, rule: 'repeated-7-grams', bound: options.maxRepeated7Grams },
      { n: 8, rule: 'repeated-8-grams', bound: options.maxRepeated8Grams },
      { n: 9, rule: 'repeated-9-grams', bound: options.maxRepeated9Grams },
      { n: 10, rule: 'repeated-10-grams', bound: options.maxRepeated10Grams },
    ];
    return (document) => {
      const words = splitWords(document);
      const { maxRepeatedParagraphs, maxRepeatedParagraphCharacters } = options;
      if (maxRepeatedParagraphs || maxRepeatedParagraphCharacters) {
        const paragraphs = document.trim().split(/\n{2,}/);
        const { count, codePoints } = repeatsAmong(paragraphs);
        const share = count / paragraphs.length;
        if (exceeds(share, maxRepeatedParagraphs)) return drop('repeated-paragraphs', share, maxRepeatedParagraphs);
        const ofText = codePoints / words.codePoints;
        if (exceeds(ofText, maxRepeatedParagraphCharacters))
          return drop('repeated-paragraph-characters', ofText, maxRepeatedParagraphCharacters);
      }

      const { maxRepeatedLines, maxRepeatedLineCharacters } = options;
      const lines = document.split(/\n+/);
      const { count, codePoints } = repeatsAmong(lines);
      const share = count / lines.length;
      if (exceeds(share, maxRepeatedLines)) return drop('repeated-lines', share, maxRepeatedLines);
      const ofText = codePoints / words.codePoints;
      if (exceeds(ofText, maxRepeatedLineCharacters))
        return drop('repeated-line-characters', ofText, maxRepeatedLineCharacters);

      return repeatedWords(document, words, top, repeated) ?? { text: document };
    };
  },
});

interface Bound {
  readonly n: number;
  readonly rule: GopherRepetitionRule;
  readonly bound: number;
}

const exceeds = (share: number, bound: number): boolean => bound !== 0 && share > bound;

const drop = (rule: GopherRepetitionRule, measured: number, bound: number): Dropped => dropBy(rule, measured, bound);

function repeatedWords(
  text: string,
  words: Words,
  top: readonly Bound[],
  repeated: readonly Bound[],
): Dropped | undefined {
  const count = Math.min(words.count, MOST_WORDS);
  const codePoints = count < words.count ? codePointsOf(text.slice(0, words.ends[count - 1])) : words.codePoints;
  const grams = new Grams(text, words, count);
  for (const { n, rule, bound } of top) {
    if (count < n) break;
    const share = grams.top(n) / codePoints;
    if (exceeds(share, bound)) return drop(rule, share, bound);
  }
  for (const { n, rule, bound } of repeated) {
    const share = grams.repeated(n) / codePoints;
    if (exceeds(share, bound)) return drop(rule, share, bound);
  }
  return undefined;
}

/** Kept between documents; they grow with the longest one. */
let hashes = new Int32Array(0);
let offsets = new Int32Array(0);
let counts = new Int32Array(0);
let slots = new Int32Array(0);

/** N-grams of the words of one document, of ascending n. */
class Grams {
  readonly #count: number;
  readonly #words: Int32Array;
  #n = 1;
  /** No n-gram so far stood twice: longer ones do not either. */
  #areAllDifferent: boolean;

  constructor(text: string, words: Words, count: number) {
    this.#count = count;
    this.#words = words.hashes;
    this.#areAllDifferent = false;
    if (hashes.length < count) {
      hashes = new Int32Array(2 * count);
      offsets = new Int32Array(2 * count + 1);
      counts = new Int32Array(2 * count);
      slots = new Int32Array(1 << (34 - Math.clz32(2 * count)));
    }
    for (let i = 0; i < count; i++) {
      const start = words.starts[i]!;
      const end = words.ends[i]!;
      const length = words.flags[i]! & SURROGATE ? codePointsOf(text.slice(start, end)) : end - start;
      offsets[i + 1] = offsets[i]! + length;
      hashes[i] = mixed(words.hashes[i]!);
    }
  }

  /** Code points of all occurrences of the commonest n-gram, spaces between its words included; of equals the first. */
  top(n: number): number {
    const grams = this.#extendTo(n);
    if (this.#areAllDifferent) return offsets[n]! + n - 1;
    const mask = this.#clear();
    let most = 0;
    counts.fill(0, 0, grams);
    for (let i = 0; i < grams; i++) {
      const hash = hashes[i]!;
      let slot = hash & mask;
      while (slots[slot] !== 0 && hashes[slots[slot]! - 1] !== hash) slot = (slot + 1) & mask;
      if (slots[slot] === 0) slots[slot] = i + 1;
      const times = ++counts[slots[slot]! - 1]!;
      if (times > most) most = times;
    }
    this.#areAllDifferent = most === 1;
    const first = counts.subarray(0, grams).indexOf(most);
    return most * (offsets[first + n]! - offsets[first]! + n - 1);
  }

  /** Code points of the words in n-grams that stood before, each word once. */
  repeated(n: number): number {
    const grams = this.#extendTo(n);
    if (this.#areAllDifferent || grams <= 0) return 0;
    const mask = this.#clear();
    let codePoints = 0;
    for (let i = 0; i < grams; ) {
      const hash = hashes[i]! || 1;
      let slot = hash & mask;
      while (slots[slot] !== 0 && slots[slot] !== hash) slot = (slot + 1) & mask;
      if (slots[slot] === 0) {
        slots[slot] = hash;
        i++;
      } else {
        codePoints += offsets[i + n]! - offsets[i]!;
        i += n;
      }
    }
    this.#areAllDifferent = codePoints === 0;
    return codePoints;
  }

  /** Makes the hashes those of the n-grams that begin at each word. @returns how many there are */
  #extendTo(n: number): number {
    for (; this.#n < n; this.#n++)
      for (let i = 0; i + this.#n < this.#count; i++)
        hashes[i] = mixed(Math.imul(hashes[i]!, 0x9e3779b1) + this.#words[i + this.#n]!);
    return this.#count - n + 1;
  }

  /** Empties as many slots as the document needs. @returns what takes a hash to its slot */
  #clear(): number {
    const size = 1 << (33 - Math.clz32(this.#count));
    slots.fill(0, 0, size);
    return size - 1;
  }
}

function mixed(hash: number): number {
  const half = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return half ^ (half >>> 13);
}
