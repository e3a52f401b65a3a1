/** The model of a stranger's tokenizer, a word at a time. Since words repeat, results are cached. */
import type { Tokenizer as Library } from '@huggingface/tokenizers';
import { OcaqError } from '../../errors.ts';
import type { ForeignTokenizerFile } from '../../formats/foreign-tokenizer/foreign-tokenizer.ts';
import { runTooLong } from './bounded-regexp.ts';
import type { IdBuffer } from './id-buffer.ts';
import { detached } from './pretokenize.ts';

const CACHED_WORDS = 2 ** 16;
/** UTF-16 units. Longer words hardly repeat. */
const LONGEST_CACHED = 64;

export class ForeignWords {
  readonly #library: Library;
  readonly #file: ForeignTokenizerFile;
  readonly #cache = new Map<string, readonly number[]>();
  readonly #utf8 = new TextEncoder();

  constructor(library: Library, file: ForeignTokenizerFile) {
    this.#library = library;
    this.#file = file;
  }

  /** @throws OcaqError `tokenizer-text-missing`, `run-too-long` */
  encode(word: string, ids: IdBuffer): void {
    const known = this.#cache.get(word);
    const found = known ?? this.#encodeAnew(word);
    for (const id of found) ids.push(id);
    if (known !== undefined || word.length > LONGEST_CACHED) return;
    if (this.#cache.size >= CACHED_WORDS) this.#cache.clear();
    this.#cache.set(detached(word), found);
  }

  #encodeAnew(word: string): number[] {
    const tokens = this.#tokensOf(this.#expressible(word));
    return tokens.flatMap((token) => {
      const id = this.#file.vocab.get(token);
      return id === undefined ? this.#unknown(token) : [id];
    });
  }

  /** @throws OcaqError `run-too-long` where the library has no room for the word */
  #tokensOf(word: string): string[] {
    try {
      return this.#library.model?.([word]) ?? [];
    } catch (cause) {
      if (cause instanceof RangeError) throw runTooLong(word, cause);
      throw cause;
    }
  }

  /** BPE without a token for unknown text leaves out what it does not know, before it merges. */
  #expressible(word: string): string {
    const { model, unknownId, vocab } = this.#file;
    const leavesOut = model.type === 'BPE' && unknownId === undefined && !model.byte_fallback;
    if (!leavesOut || model.end_of_word_suffix !== null || (model.ignore_merges && vocab.has(word))) return word;
    return [...word].filter((character) => vocab.has(character)).join('');
  }

  #unknown(text: string): number[] {
    const { unknownId, unigramByteFallback, vocab } = this.#file;
    const bytes = unigramByteFallback
      ? Array.from(this.#utf8.encode(text), (byte) =>
          vocab.get(`<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`),
        )
      : [];
    if (bytes.length > 0 && bytes.every((id) => id !== undefined)) return bytes;
    if (unknownId !== undefined) return [unknownId];
    if (this.#file.model.type === 'BPE') return [];
    throw new OcaqError(
      'tokenizer-text-missing',
      `This tokenizer cannot express ${JSON.stringify(text.slice(0, 40))}: it has neither a token for it nor one for unknown text. Use another tokenizer, or leave such text out.`,
      { text: text.slice(0, 40) },
    );
  }
}
