/** What turns text into token ids and back, from whatever tokenizer.json it was made. Immutable; not tied to a thread. */

/** One token of a text, for showing how it splits. */
export interface Piece {
  readonly id: number;
  /** What the token adds to the text; a part of a character shows as U+FFFD, or with the token that completes it. */
  readonly text: string;
  readonly isSpecial: boolean;
}

/** Decodes ids as they come. All that `push` and `flush` return, joined, is what `decode` gives for all ids. */
export interface StreamDecoder {
  /** The text that is complete with this id; bytes of an unfinished character wait for the rest. */
  push(id: number): string;
  /** What is still waiting (U+FFFD for an unfinished character). The decoder can then be used again. */
  flush(): string;
}

export interface DecodeOptions {
  /** Leaves special tokens out; default false. */
  skipSpecialTokens?: boolean;
}

export interface EncodeOptions {
  /**
   * true (default): special tokens that the text spells become their ids. False: they are plain text and no special id
   * comes out but that of unknown text, for text of people and corpora; added tokens that are not special are recognised
   * all the same, as with Hugging Face's `encode_special_tokens`.
   */
  specialTokens?: boolean;
}

/** Ids that a model's config gives to the roles of tokens; they go before what a tokenizer tells by names. */
export interface TokenRoles {
  readonly bosId?: number | undefined;
  readonly eosId?: number | undefined;
  readonly padId?: number | undefined;
}

export interface TextTokenizer {
  /** Highest id + 1: the number of rows that an embedding table needs. */
  readonly vocabSize: number;
  /** Beginning of text, end of text, padding, where there are such tokens. */
  readonly bosId: number | undefined;
  readonly eosId: number | undefined;
  readonly padId: number | undefined;
  /** Tokens that the file's post-processor puts in front of a text. `encode` does not: whoever begins a text does. */
  readonly beginIds: readonly number[];
  /** Tokens that end an answer; none where no token ends a text. */
  readonly stopTokens: readonly number[];

  /** @throws OcaqError `tokenizer-byte-missing`, `tokenizer-text-missing` where the vocabulary cannot express the text */
  encode(text: string, options?: EncodeOptions): Uint32Array<ArrayBuffer>;
  /** Bytes that are not UTF-8 become U+FFFD, and so does an id without a token. */
  decode(ids: ArrayLike<number>, options?: DecodeOptions): string;
  /** Bytes of text that a token stands for; a special token stands for none. */
  byteLength(id: number): number;
  /** The tokens of `encode(text)`. */
  pieces(text: string): Piece[];
  stream(options?: DecodeOptions): StreamDecoder;
  /** The text of a Hugging Face tokenizer.json. */
  toJson(): string;
}
