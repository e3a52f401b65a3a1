/**
 * A tokenizer of a kind that Ocaq's own encoder does not run (see `formats/foreign-tokenizer/`), on the parts of
 * `@huggingface/tokenizers`: its normalizers, pre-tokenizers, models and decoders. Added tokens and the cache of words are
 * ours. Ids equal those of the Rust library; the JavaScript engine decides which characters are letters or digits.
 */
import { Tokenizer as Library, AddedToken as LibraryToken } from '@huggingface/tokenizers';
import { OcaqError } from '../../errors.ts';
import {
  type ForeignModel,
  type ForeignTokenizerFile,
  parseForeignTokenizer,
} from '../../formats/foreign-tokenizer/foreign-tokenizer.ts';
import { type AddedEntry, refuse } from '../../formats/tokenizer-fields.ts';
import { AddedTokens } from './added-tokens.ts';
import { BoundedRegExp } from './bounded-regexp.ts';
import { fromByteLevel } from './byte-level.ts';
import { ForeignWords } from './foreign-words.ts';
import { IdBuffer } from './id-buffer.ts';
import type {
  DecodeOptions,
  EncodeOptions,
  Piece,
  StreamDecoder,
  TextTokenizer,
  TokenRoles,
} from './text-tokenizer.ts';
import { rolesByName } from './token-roles.ts';

const REPLACEMENT = '\ufffd';
const BYTE_TOKEN = /^<0x[0-9A-F]{2}>$/;
/** A word of SentencePiece with the spaces before it. */
const SPACED_WORD = /▁*[^▁]+|▁+/gu;

/** One way to encode: with special tokens recognised or as plain text. */
interface Encoder {
  readonly raw: AddedTokens;
  readonly normalised: AddedTokens;
  readonly words: ForeignWords;
}

export class ForeignTokenizer implements TextTokenizer {
  readonly vocabSize: number;
  readonly bosId: number | undefined;
  readonly eosId: number | undefined;
  readonly padId: number | undefined;
  readonly beginIds: readonly number[];

  readonly #json: string;
  readonly #file: ForeignTokenizerFile;
  readonly #library: Library;
  readonly #tokens: readonly (string | undefined)[];
  readonly #specialIds: ReadonlySet<number>;
  readonly #lengths: Int32Array;
  /** Whether the words of a text can be merged one by one, though the file does not split it. */
  readonly #mergesWithinWords: boolean;
  #all: Encoder | undefined;
  #plain: Encoder | undefined;

  /** @throws OcaqError `tokenizer-json-invalid`, `split-pattern-unsupported` */
  constructor(json: string | object, given?: TokenRoles) {
    this.#json = typeof json === 'string' ? json : JSON.stringify(json);
    this.#file = parseForeignTokenizer(json);
    const { model, vocab, addedTokens, beginIds, preTokenizer } = this.#file;
    this.#library = openLibrary(this.#file, model);
    const tokens: string[] = [];
    for (const [token, id] of vocab) tokens[id] = token;
    for (const { content, id } of addedTokens) tokens[id] = content;
    this.#tokens = tokens;
    this.vocabSize = tokens.length;
    this.#specialIds = new Set(addedTokens.filter(({ special }) => special).map(({ id }) => id));
    this.#lengths = new Int32Array(tokens.length).fill(-1);
    this.#mergesWithinWords =
      model.type === 'BPE' && preTokenizer === null && !tokens.some((token) => /[^▁]▁/.test(token));
    const { bosId, eosId, padId } = rolesByName(addedTokens, given);
    this.bosId = bosId;
    this.eosId = eosId;
    this.padId = padId;
    this.beginIds = beginIds;
  }

  get stopTokens(): number[] {
    return this.eosId === undefined ? [] : [this.eosId];
  }

  toJson(): string {
    return this.#json;
  }

  encode(text: string, { specialTokens = true }: EncodeOptions = {}): Uint32Array<ArrayBuffer> {
    const { raw, normalised, words } = specialTokens ? this.#everything() : this.#plainText();
    const ids = new IdBuffer();
    let isFirst = true;
    const addId = (id: number): void => {
      ids.push(id);
      isFirst = false;
    };
    const addWords = (part: string): void => {
      for (const word of this.#wordsOf(part, isFirst)) words.encode(word, ids);
      isFirst = false;
    };
    const normalise = (part: string): string => this.#library.normalizer?.(part) ?? part;
    // As UTF-8 has it, which knows no half of a character.
    raw.cut(wellFormed(text), addId, (part) => normalised.cut(normalise(part), addId, addWords));
    return ids.toArray();
  }

  decode(ids: ArrayLike<number>, { skipSpecialTokens = false }: DecodeOptions = {}): string {
    let text = '';
    let run: string[] = [];
    const endRun = (): void => {
      if (run.length > 0) text += this.#library.decoder?.(run) ?? run.join(' ');
      run = [];
    };
    for (let i = 0; i < ids.length; i++) {
      const id = ids[i] ?? -1;
      if (skipSpecialTokens && this.#specialIds.has(id)) continue;
      const token = this.#tokens[id];
      if (token !== undefined) run.push(token);
      else {
        endRun();
        text += REPLACEMENT;
      }
    }
    endRun();
    return text;
  }

  byteLength(id: number): number {
    if (this.#specialIds.has(id) || this.#tokens[id] === undefined) return 0;
    if (this.#lengths[id] === -1) this.#lengths[id] = this.#measure(id, this.#tokens[id]);
    return this.#lengths[id] ?? 0;
  }

  pieces(text: string): Piece[] {
    const stream = this.stream();
    const pieces = Array.from(this.encode(text), (id) => {
      return { id, text: stream.push(id), isSpecial: this.#specialIds.has(id) };
    });
    const rest = stream.flush();
    return pieces.map((piece, i) => (i === pieces.length - 1 ? { ...piece, text: piece.text + rest } : piece));
  }

  stream(options: DecodeOptions = {}): StreamDecoder {
    /** Tokens behind the text that was shown last, then those that wait: what a token reads as depends on the one before. */
    let ids: number[] = [];
    let shown = 0;
    const shownText = (): string => this.decode(ids.slice(0, shown), options);
    return {
      push: (id) => {
        const before = shownText();
        ids.push(id);
        const text = this.decode(ids, options);
        if (text.endsWith(REPLACEMENT) && this.#tokens[id] !== undefined) return '';
        ids = ids.slice(shown);
        shown = ids.length;
        return text.slice(before.length);
      },
      flush: () => {
        const rest = this.decode(ids, options).slice(shownText().length);
        ids = [];
        shown = 0;
        return rest;
      },
    };
  }

  #wordsOf(part: string, isFirst: boolean): readonly string[] {
    if (this.#mergesWithinWords) return part.match(SPACED_WORD) ?? [];
    const { pre_tokenizer: split } = this.#library;
    return split === null ? [part] : split(part, { section_index: isFirst ? 0 : 1 });
  }

  #measure(id: number, token: string): number {
    if (BYTE_TOKEN.test(token)) return 1;
    if (this.#file.decoder?.type === 'ByteLevel') return fromByteLevel(token)?.length ?? utf8Length(token);
    const before = this.#tokens.findIndex((text, other) => text !== undefined && !this.#specialIds.has(other));
    return utf8Length(this.decode([before, id])) - utf8Length(this.decode([before]));
  }

  #everything(): Encoder {
    this.#all ??= this.#encoder(this.#library, this.#file.addedTokens);
    return this.#all;
  }

  /** Its model knows no special token, so that no text spells one. */
  #plainText(): Encoder {
    const { model, addedTokens } = this.#file;
    const hidden = new Set([...this.#specialIds].filter((id) => id !== this.#file.unknownId));
    this.#plain ??= this.#encoder(
      openLibrary(this.#file, withoutTokens(model, hidden)),
      addedTokens.filter(({ special }) => !special),
    );
    return this.#plain;
  }

  #encoder(library: Library, tokens: readonly AddedEntry[]): Encoder {
    const normalised = ({ content }: AddedEntry): string => this.#library.normalizer?.(content) ?? content;
    return {
      raw: new AddedTokens(tokens.filter((token) => !token.normalized)),
      normalised: new AddedTokens(
        tokens.filter((token) => token.normalized),
        normalised,
      ),
      words: new ForeignWords(library, this.#file),
    };
  }
}

/** Without the added tokens, which the library would take for tokens of the model too. */
function openLibrary({ normalizer, preTokenizer, decoder, addedTokens }: ForeignTokenizerFile, model: ForeignModel) {
  const file = { model, normalizer, pre_tokenizer: preTokenizer, decoder, post_processor: null, added_tokens: [] };
  try {
    const library = new Library(file, {});
    for (const part of [library.normalizer, library.pre_tokenizer, library.decoder]) boundPatterns(part);
    if (library.decoder !== null) library.decoder.added_tokens = addedTokens.map((token) => new LibraryToken(token));
    return library;
  } catch (cause) {
    if (cause instanceof OcaqError) throw cause;
    return refuse('(whole file)', `cannot be run (${cause instanceof Error ? cause.message : String(cause)})`, cause);
  }
}

/** The patterns of a step and of the steps in it end on every text. */
function boundPatterns(step: unknown): void {
  const parts = step as Record<string, unknown> | null;
  if (parts === null) return;
  const { pattern, normalizers, tokenizers, decoders } = parts;
  if (pattern instanceof RegExp) parts.pattern = new BoundedRegExp(pattern.source, pattern.flags);
  for (const within of [normalizers, tokenizers, decoders]) if (Array.isArray(within)) within.forEach(boundPatterns);
}

/** A model whose words are never encoded to these ids: they get names that no text can spell. */
function withoutTokens(model: ForeignModel, ids: ReadonlySet<number>): ForeignModel {
  const renamed = (token: string, id: number): string => (ids.has(id) ? `\ud800${token}` : token);
  if (model.type === 'Unigram')
    return { ...model, vocab: model.vocab.map(([token, score], id) => [renamed(token, id), score] as const) };
  const vocab = Object.fromEntries(Object.entries(model.vocab).map(([token, id]) => [renamed(token, id), id]));
  if (model.type !== 'BPE') return { ...model, vocab };
  return { ...model, vocab, merges: model.merges.filter(([left, right]) => Object.hasOwn(vocab, left + right)) };
}

const utf8Length = (text: string): number => new TextEncoder().encode(text).length;

const wellFormed = (text: string): string => text.replace(/\p{Cs}/gu, REPLACEMENT);
