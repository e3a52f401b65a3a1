/**
 * Tokenizers side by side, on the same texts: how many tokens a word takes, how many bytes a token holds, what falls back
 * to bytes, which tokens of the vocabulary are of no use, and where suffixes after an apostrophe are cut.
 *
 * One pass over the documents. Memory: eight bytes per token of a vocabulary, and at most WORDS_KEPT words with an apostrophe.
 */
import type { TextTokenizer } from './text-tokenizer.ts';
import { utf8Length } from './utf8-length.ts';

export interface TokenUse {
  readonly id: number;
  readonly text: string;
  /** How often it occurs in the texts. */
  readonly count: number;
}

export interface SuffixSplit {
  readonly word: string;
  /** The word as it is cut after a space. */
  readonly pieces: readonly string[];
  readonly count: number;
}

export interface TokenizerFigures {
  readonly vocabSize: number;
  readonly tokens: number;
  /** Tokens per word: of what stands between white space. */
  readonly fertility: number;
  readonly bytesPerToken: number;
  /** Tokens that are one byte of a longer character, and those of unknown text; from 0 to 1 of all tokens. */
  readonly fallbackShare: number;
  /** Of the vocabulary, by characters. */
  readonly longest: readonly TokenUse[];
  /** Those that occur, the least often first. */
  readonly rarest: readonly TokenUse[];
  /** Tokens of more than one byte that never occur; single bytes are there for whatever text may come. */
  readonly neverUsed: { readonly count: number; readonly examples: readonly TokenUse[] };
  readonly suffixes: {
    /** Of words with an apostrophe in them, by occurrence: in which the part after it is not cut, from 0 to 1. */
    readonly wholeShare: number;
    /** The most frequent words, and how each is cut. */
    readonly examples: readonly SuffixSplit[];
  };
}

export interface Comparison {
  readonly documents: number;
  readonly words: number;
  readonly bytes: number;
  /** In the order of the tokenizers. */
  readonly tokenizers: readonly TokenizerFigures[];
}

const EXAMPLES = 12;
const WORDS_KEPT = 10_000;
const WORD = /[^\p{White_Space}]+/gu;
/** Letters, an apostrophe of whatever shape, letters; no longer than words are. */
const SUFFIXED = /(?<!\p{L})\p{L}{1,40}['’ʼ]\p{L}{1,40}(?!\p{L})/gu;
const APOSTROPHE = /['’ʼ]/;
const REPLACEMENT = '\ufffd';

export class TokenizerComparison {
  readonly #tokenizers: readonly TextTokenizer[];
  /** [tokenizers][vocabulary] how often each token occurs */
  readonly #counts: readonly Float64Array[];
  /** Word with an apostrophe → how often it occurs; those that came first. */
  readonly #suffixed = new Map<string, number>();
  #documents = 0;
  #words = 0;
  #bytes = 0;

  constructor(tokenizers: readonly TextTokenizer[]) {
    this.#tokenizers = tokenizers;
    this.#counts = tokenizers.map(({ vocabSize }) => new Float64Array(vocabSize));
  }

  /** @throws OcaqError `tokenizer-byte-missing`, `tokenizer-text-missing` where a vocabulary cannot express the text */
  add(document: string): void {
    this.#documents += 1;
    this.#bytes += utf8Length(document);
    WORD.lastIndex = 0;
    while (WORD.test(document)) this.#words += 1;
    for (const [word] of document.matchAll(SUFFIXED)) this.#addSuffixed(word);
    this.#tokenizers.forEach((tokenizer, i) => {
      const counts = this.#counts[i]!;
      for (const id of tokenizer.encode(document, { specialTokens: false })) counts[id]! += 1;
    });
  }

  result(): Comparison {
    return {
      documents: this.#documents,
      words: this.#words,
      bytes: this.#bytes,
      tokenizers: this.#tokenizers.map((tokenizer, i) => this.#figures(tokenizer, this.#counts[i]!)),
    };
  }

  #addSuffixed(word: string): void {
    const count = this.#suffixed.get(word);
    if (count !== undefined || this.#suffixed.size < WORDS_KEPT) this.#suffixed.set(word, (count ?? 0) + 1);
  }

  #figures(tokenizer: TextTokenizer, counts: Float64Array): TokenizerFigures {
    const all = Array.from(counts, (count, id): TokenUse => ({ id, text: tokenizer.decode([id]), count }));
    const isFallback = ({ id, text }: TokenUse): boolean =>
      tokenizer.byteLength(id) === 0 || (tokenizer.byteLength(id) === 1 && text === REPLACEMENT);
    const tokens = sum(all);
    const ofText = all.filter((token) => !isFallback(token));
    const unused = ofText.filter(({ id, count }) => count === 0 && tokenizer.byteLength(id) > 1);
    return {
      vocabSize: tokenizer.vocabSize,
      tokens,
      fertility: tokens / Math.max(1, this.#words),
      bytesPerToken: this.#bytes / Math.max(1, tokens),
      fallbackShare: sum(all.filter(isFallback)) / Math.max(1, tokens),
      longest: ofText.toSorted((a, b) => b.text.length - a.text.length || a.id - b.id).slice(0, EXAMPLES),
      rarest: ofText
        .filter(({ count }) => count > 0)
        .sort((a, b) => a.count - b.count || a.id - b.id)
        .slice(0, EXAMPLES),
      neverUsed: { count: unused.length, examples: unused.slice(0, EXAMPLES) },
      suffixes: this.#suffixes(tokenizer),
    };
  }

  #suffixes(tokenizer: TextTokenizer): TokenizerFigures['suffixes'] {
    const splits = Array.from(this.#suffixed, ([word, count]) => ({ word, pieces: cut(tokenizer, word), count }));
    return {
      wholeShare: sum(splits.filter(isSuffixWhole)) / Math.max(1, sum(splits)),
      examples: splits.sort((a, b) => b.count - a.count).slice(0, EXAMPLES),
    };
  }
}

function cut(tokenizer: TextTokenizer, word: string): string[] {
  const pieces = tokenizer.pieces(` ${word}`).map(({ text }, i) => (i === 0 ? text.trimStart() : text));
  return pieces.filter((text) => text !== '');
}

/** Whether the letters after the apostrophe are in one token, with it or without it. */
function isSuffixWhole({ word, pieces }: SuffixSplit): boolean {
  const suffix = word.slice(word.search(APOSTROPHE));
  const last = pieces.at(-1) ?? '';
  return last === suffix || last === suffix.slice(1);
}

const sum = (counted: readonly { readonly count: number }[]): number =>
  counted.reduce((total, { count }) => total + count, 0);
