/**
 * A byte-level BPE tokenizer: text to token ids and back, exact against Hugging Face `tokenizers`. Order of encoding:
 * added tokens are cut out, the rest is brought to NFC (where the file says so), split into words, and each word is
 * merged by rank. No token is ever added that the text does not hold: who wants a beginning-of-text token puts `bosId`
 * in front. Immutable; not tied to a thread.
 */
import { beginTokens } from '../../formats/tokenizer-begin.ts';
import type { AddedToken } from '../../formats/tokenizer-fields.ts';
import { parseTokenizerJson, type TokenizerFile, writeTokenizerJson } from '../../formats/tokenizer-json.ts';
import type { BpeModel } from './bpe-trainer.ts';
import { fromByteLevel } from './byte-level.ts';
import { IdBuffer } from './id-buffer.ts';
import { type Splitter, splitterOf } from './pretokenize.ts';
import { GPT2_SPLIT_PATTERN } from './split-rules.ts';
import { anyOf } from './text-pattern.ts';
import type {
  DecodeOptions,
  EncodeOptions,
  Piece,
  StreamDecoder,
  TextTokenizer,
  TokenRoles,
} from './text-tokenizer.ts';
import { rolesByName } from './token-roles.ts';
import { WordEncoder } from './word-encoder.ts';

/** The special tokens of a tokenizer made in the studio, in the order of their ids. */
export const SPECIAL_TOKENS = ['<|bos|>', '<|eos|>', '<|pad|>', '<|user|>', '<|assistant|>'] as const;

/** U+FFFD: what an id without a token decodes to. */
const REPLACEMENT = new Uint8Array([0xef, 0xbf, 0xbd]);

interface BytePiece extends Piece {
  readonly bytes: Uint8Array;
}

/** Added tokens to look for: in the text as it came, and in what is left of it once it is normalised. */
interface AddedTokenSearch {
  readonly raw: RegExp | null;
  readonly normalised: RegExp | null;
}

export class Tokenizer implements TextTokenizer {
  readonly vocabSize: number;
  readonly bosId: number | undefined;
  readonly eosId: number | undefined;
  readonly padId: number | undefined;
  readonly beginIds: readonly number[];

  readonly #file: TokenizerFile;
  readonly #split: Splitter;
  readonly #addedIds: ReadonlyMap<string, number>;
  readonly #specialIds: ReadonlySet<number>;
  readonly #allAdded: AddedTokenSearch;
  readonly #ordinaryAdded: AddedTokenSearch;
  readonly #words: WordEncoder;
  /** Never gives a special token's id. The same as #words unless merges spell a special token. */
  readonly #plainWords: WordEncoder;
  /** Bytes of all tokens, one after another; token `id` is [#starts[id], #starts[id + 1]), empty for a gap. */
  readonly #bytes: Uint8Array;
  readonly #starts: Uint32Array;

  private constructor(file: TokenizerFile, given: TokenRoles = {}) {
    this.#file = file;
    this.#split = splitterOf(this.splitPattern);
    this.#specialIds = new Set(file.addedTokens.filter((token) => token.special).map((token) => token.id));
    this.#addedIds = new Map(
      file.addedTokens.map(({ content, id, normalized }) => [normalized ? this.#normalised(content) : content, id]),
    );
    this.#allAdded = this.#searchFor(file.addedTokens);
    this.#ordinaryAdded = this.#searchFor(file.addedTokens.filter((token) => !token.special));
    this.#words = new WordEncoder(file, new Set());
    this.#plainWords = spellsAny(file, this.#specialIds) ? new WordEncoder(file, this.#specialIds) : this.#words;

    const tokens: Uint8Array[] = [];
    const utf8 = new TextEncoder();
    for (const [token, id] of file.vocab) tokens[id] = fromByteLevel(token) ?? utf8.encode(token);
    for (const { content, id } of file.addedTokens) tokens[id] = utf8.encode(content);
    this.vocabSize = tokens.length;
    this.#starts = new Uint32Array(tokens.length + 1);
    for (let id = 0; id < tokens.length; id++) this.#starts[id + 1] = this.#starts[id]! + (tokens[id]?.length ?? 0);
    this.#bytes = new Uint8Array(this.#starts[tokens.length]!);
    for (let id = 0; id < tokens.length; id++) this.#bytes.set(tokens[id] ?? [], this.#starts[id]);

    const { bosId, eosId, padId } = rolesByName(file.addedTokens, given);
    this.bosId = bosId;
    this.eosId = eosId;
    this.padId = padId;
    this.beginIds = beginTokens(JSON.parse(file.postProcessor));
  }

  /** As a tokenizer.json has it (Oniguruma syntax). */
  get splitPattern(): string {
    return this.#file.splitPattern ?? GPT2_SPLIT_PATTERN;
  }

  get stopTokens(): number[] {
    return this.eosId === undefined ? [] : [this.eosId];
  }

  /** @throws OcaqError `split-pattern-unsupported` */
  static fromModel(model: BpeModel): Tokenizer {
    return new Tokenizer({
      vocab: model.vocab,
      merges: model.merges,
      addedTokens: model.specialTokens.map((token) => ({ ...token, special: true, normalized: false })),
      splitPattern: model.splitPattern,
      nfc: true,
      ignoreMerges: false,
      postProcessor: 'null',
    });
  }

  /**
   * @param json a Hugging Face tokenizer.json, as text or parsed
   * @throws OcaqError `tokenizer-json-invalid`, `split-pattern-unsupported`
   */
  static fromJson(json: string | object, roles?: TokenRoles): Tokenizer {
    return new Tokenizer(parseTokenizerJson(json), roles);
  }

  toJson(): string {
    return writeTokenizerJson(this.#file);
  }

  /** @throws OcaqError `tokenizer-byte-missing` where an imported vocabulary lacks a byte of the text */
  encode(text: string, { specialTokens = true }: EncodeOptions = {}): Uint32Array<ArrayBuffer> {
    const search = specialTokens ? this.#allAdded : this.#ordinaryAdded;
    const encoder = specialTokens ? this.#words : this.#plainWords;
    const ids = new IdBuffer();
    const addId = (token: string): void => ids.push(this.#addedIds.get(token)!);
    const addWords = (part: string): void => this.#split(part, (word) => encoder.encode(word, ids));
    cutOut(text, search.raw, addId, (part) => cutOut(this.#normalised(part), search.normalised, addId, addWords));
    return ids.toArray();
  }

  decode(ids: ArrayLike<number>, { skipSpecialTokens = false }: DecodeOptions = {}): string {
    const isWanted = (id: number): boolean => !(skipSpecialTokens && this.#specialIds.has(id));
    let length = 0;
    for (let i = 0; i < ids.length; i++) if (isWanted(ids[i]!)) length += this.#bytesOf(ids[i]!).length;
    const bytes = new Uint8Array(length);
    let at = 0;
    for (let i = 0; i < ids.length; i++) {
      if (!isWanted(ids[i]!)) continue;
      const token = this.#bytesOf(ids[i]!);
      bytes.set(token, at);
      at += token.length;
    }
    return utf8Decoder().decode(bytes);
  }

  byteLength(id: number): number {
    return this.#specialIds.has(id) ? 0 : this.#bytesOf(id).length;
  }

  /** The tokens of `encode(text)`; the bytes joined are the (normalised) text. */
  pieces(text: string): BytePiece[] {
    const decoder = utf8Decoder();
    return Array.from(this.encode(text), (id) => {
      const bytes = this.#bytesOf(id).slice();
      return { id, text: decoder.decode(bytes), bytes, isSpecial: this.#specialIds.has(id) };
    });
  }

  /** The id of an added token by its text, or of another token by its byte-level string (`"Ġsöz"` is `"ĠsÃ¶z"`). */
  tokenToId(token: string): number | undefined {
    return this.#addedIds.get(token) ?? this.#file.vocab.get(token);
  }

  stream({ skipSpecialTokens = false }: DecodeOptions = {}): StreamDecoder {
    const decoder = utf8Decoder();
    return {
      push: (id) =>
        skipSpecialTokens && this.#specialIds.has(id) ? '' : decoder.decode(this.#bytesOf(id), { stream: true }),
      flush: () => decoder.decode(),
    };
  }

  #bytesOf(id: number): Uint8Array {
    const [start, end] = [this.#starts[id], this.#starts[id + 1]];
    return start === undefined || end === undefined || start === end ? REPLACEMENT : this.#bytes.subarray(start, end);
  }

  #normalised(text: string): string {
    return this.#file.nfc ? text.normalize('NFC') : text;
  }

  #searchFor(tokens: readonly AddedToken[]): AddedTokenSearch {
    return {
      raw: anyOf(tokens.filter((token) => !token.normalized).map((token) => token.content)),
      normalised: anyOf(tokens.filter((token) => token.normalized).map((token) => this.#normalised(token.content))),
    };
  }
}

/** A byte order mark is text like any other. */
const utf8Decoder = (): TextDecoder => new TextDecoder('utf-8', { ignoreBOM: true });

/** Whether encoding a word can give one of these ids. */
function spellsAny({ vocab, merges, ignoreMerges }: TokenizerFile, ids: ReadonlySet<number>): boolean {
  if (ignoreMerges) return ids.size > 0;
  return merges.some(([left, right]) => ids.has(vocab.get(left + right)!));
}

/** Calls `onMatch` with each match in `text` and `onRest` with what lies between, in order. */
function cutOut(
  text: string,
  regexp: RegExp | null,
  onMatch: (match: string) => void,
  onRest: (part: string) => void,
): void {
  let done = 0;
  for (const match of regexp === null ? [] : text.matchAll(regexp)) {
    if (match.index > done) onRest(text.slice(done, match.index));
    onMatch(match[0]);
    done = match.index + match[0].length;
  }
  if (done < text.length) onRest(text.slice(done));
}
