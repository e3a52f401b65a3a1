/**
 * Documents to token ids, on several threads where there are some. They are sent in batches and come back in their order, so
 * that the result is the same on any number of threads. Memory: a batch for each thread and one more.
 */
import type { ErrorCode } from '../../error-codes.ts';
import { type ErrorDetails, OcaqError } from '../../errors.ts';
import { inOrder, type ThreadPool } from '../thread-pool.ts';
import { IdBuffer } from './id-buffer.ts';
import { openTokenizer } from './open-tokenizer.ts';
import type { TextTokenizer, TokenRoles } from './text-tokenizer.ts';

/** A tokenizer as another thread is told of it. */
export interface TokenizerMessage {
  /** Of its tokenizer.json. */
  readonly json: string;
  readonly roles: TokenRoles;
}

/** Ids of documents, one after the other: those of document `i` end before `ends[i]`. */
export interface EncodedBatch {
  readonly ids: Uint32Array<ArrayBuffer>;
  readonly ends: Uint32Array<ArrayBuffer>;
}

/** Why there are no ids: an error as it goes from thread to thread, where its class would be lost. */
interface EncodingFailure {
  /** null: a bug. */
  readonly code: ErrorCode | null;
  readonly message: string;
  readonly details: ErrorDetails;
}

export type EncodingAnswer = EncodedBatch | EncodingFailure;

export type EncoderPool = ThreadPool<readonly string[], EncodingAnswer>;

/** UTF-16 units of text that are sent at once, and documents at the most. */
const BATCH_UNITS = 2 ** 18;
const BATCH_DOCUMENTS = 1024;

export const messageOf = (tokenizer: TextTokenizer): TokenizerMessage => ({
  json: tokenizer.toJson(),
  roles: { bosId: tokenizer.bosId, eosId: tokenizer.eosId, padId: tokenizer.padId },
});

/** What the thread does. Special tokens that a document spells are plain text. */
export function batchEncoder({
  json,
  roles,
}: TokenizerMessage): (documents: readonly string[]) => Promise<EncodingAnswer> {
  const opening = openTokenizer(json, roles);
  return async (documents) => {
    try {
      return encodeBatch(await opening, documents);
    } catch (error) {
      if (error instanceof OcaqError) return { code: error.code, message: error.message, details: error.details };
      return { code: null, message: String(error), details: {} };
    }
  };
}

/** The memory that an answer hands over. */
export const transferOf = (answer: EncodingAnswer): ArrayBuffer[] =>
  'ids' in answer ? [answer.ids.buffer, answer.ends.buffer] : [];

function opened(answer: EncodingAnswer): EncodedBatch {
  if ('ids' in answer) return answer;
  throw answer.code === null ? new Error(answer.message) : new OcaqError(answer.code, answer.message, answer.details);
}

function encodeBatch(tokenizer: TextTokenizer, documents: readonly string[]): EncodedBatch {
  const ids = new IdBuffer();
  const ends = new Uint32Array(documents.length);
  documents.forEach((document, i) => {
    const encoded = tokenizer.encode(document, { specialTokens: false });
    ids.append(encoded, 0, encoded.length);
    ends[i] = ids.length;
  });
  return { ids: ids.toArray(), ends };
}

/**
 * Each document with its ids, in order; an empty document has none.
 * @param pool undefined: on this thread. Whoever opened it ends it
 * @throws OcaqError `tokenizer-byte-missing`, `tokenizer-text-missing`
 */
export async function* encodeInOrder<Document extends { readonly text: string }>(
  documents: AsyncIterable<Document>,
  tokenizer: TextTokenizer,
  pool: EncoderPool | undefined,
): AsyncGenerator<{ document: Document; ids: Uint32Array }> {
  const start = async (batch: readonly Document[]) => {
    const texts = batch.map(({ text }) => text);
    return { batch, encoded: pool ? opened(await pool.ask(texts)) : encodeBatch(tokenizer, texts) };
  };
  for await (const done of inOrder(batches(documents), pool?.parallel ?? 0, start)) yield* each(done);
}

async function* batches<Document extends { readonly text: string }>(
  documents: AsyncIterable<Document>,
): AsyncGenerator<readonly Document[]> {
  let batch: Document[] = [];
  let units = 0;
  for await (const document of documents) {
    batch.push(document);
    units += document.text.length;
    if (units < BATCH_UNITS && batch.length < BATCH_DOCUMENTS) continue;
    yield batch;
    batch = [];
    units = 0;
  }
  if (batch.length > 0) yield batch;
}

function* each<Document>({ batch, encoded }: { batch: readonly Document[]; encoded: EncodedBatch }) {
  const { ids, ends } = encoded;
  for (const [i, document] of batch.entries())
    yield { document, ids: ids.subarray(i === 0 ? 0 : ends[i - 1], ends[i]) };
}
