/** Documents as one stream of tokens, as they are learned and as a model is measured on them; in memory. */

import { OcaqError } from '../errors.ts';
import { tokeniseDocuments } from './batches.ts';
import type { TextTokenizer } from './tokenizer/text-tokenizer.ts';

type Tokenizer = Pick<TextTokenizer, 'encode' | 'eosId' | 'beginIds'>;
type Documents = AsyncIterable<string> | Iterable<string>;

/** Documents in one stream. */
export interface JoinedDocuments {
  readonly tokens: Uint32Array<ArrayBuffer>;
  /** Where each document begins. */
  readonly starts: readonly number[];
}

/** @throws OcaqError `tokenizer-no-eos` */
export async function joinedDocuments(documents: Documents, tokenizer: Tokenizer): Promise<JoinedDocuments> {
  const parts: Uint32Array[] = [];
  for await (const tokens of tokeniseDocuments(documents, tokenizer)) parts.push(tokens);
  const all = new Uint32Array(parts.reduce((sum, part) => sum + part.length, 0));
  const starts: number[] = [];
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    starts.push(at);
    at += part.length;
  }
  return { tokens: all, starts };
}

/** @throws OcaqError `tokenizer-no-eos` */
export const joinedTokens = async (documents: Documents, tokenizer: Tokenizer): Promise<Uint32Array<ArrayBuffer>> =>
  (await joinedDocuments(documents, tokenizer)).tokens;

export interface JoinedText {
  /** At least two. */
  readonly tokens: Uint32Array<ArrayBuffer>;
  /** UTF-8, of the documents as they are tokenised. */
  readonly bytes: number;
}

/**
 * A text to be measured on.
 * @param file its name
 * @throws OcaqError `corpus-too-short` where no token of it is predicted, `tokenizer-no-eos`
 */
export async function joinedText(
  file: string,
  documents: readonly string[],
  tokenizer: Tokenizer,
): Promise<JoinedText> {
  const tokens = await joinedTokens(documents, tokenizer);
  if (tokens.length < 2)
    throw new OcaqError(
      'corpus-too-short',
      `"${file}" gives ${tokens.length} tokens; at least 2 are needed to predict one.`,
      { tokens: tokens.length, needed: 2 },
    );
  const encoder = new TextEncoder();
  const bytes = documents.reduce((sum, document) => sum + encoder.encode(document.normalize('NFC')).length, 0);
  return { tokens, bytes };
}
