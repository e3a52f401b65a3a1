/**
 * Rows for training out of a corpus, whose documents follow each other in a stream. `concat` cuts the stream every `seq`
 * tokens (windowBatches). `best-fit` begins rows with documents, as Ding et al. 2024 (arXiv:2404.10830) pack them: a
 * document longer than a row is cut into pieces of `seq` tokens and a rest, and what is shorter than a row is packed with
 * others (packing.ts), documents that begin before rests. In a pass each token of a document but its first is predicted
 * once. A piece of which nothing is predicted, an end-of-text token by itself, is left out; what is left of a row is
 * padding. From an end-of-text token the first one of the next document in the row is predicted, unless that is a rest.
 *
 * With a document mask, attention stays within documents (Zhao et al. 2024, arXiv:2402.13991): positions begin anew with
 * each, and nothing is predicted from one document to the next.
 */
import {
  type Batch,
  type BatchSource,
  emptyBatch,
  IGNORE,
  memoryStream,
  readExactly,
  ShuffledSource,
  type TokenStream,
  tooShort,
  type WindowOptions,
  windowBatches,
  windowsOf,
  writeWindow,
} from './batches.ts';
import { packRows } from './packing.ts';

export interface DocumentStream extends TokenStream {
  /** Places in [start, start + count) where a document begins, ascending. The first document begins at 0. */
  documentStarts(start: number, count: number): Promise<readonly number[]> | readonly number[];
}

export interface CorpusRowOptions extends WindowOptions {
  readonly packing: 'concat' | 'best-fit';
  readonly documentMask: boolean;
  /** What fills the rest of a row; any token of the vocabulary, as nothing is learned of it. */
  readonly padId: number;
}

/** @throws OcaqError `corpus-too-short` where there is nothing to predict, or no whole window; `cursor-outside`, `tokens-truncated` */
export async function corpusBatches(stream: DocumentStream, options: CorpusRowOptions): Promise<BatchSource> {
  switch (options.packing) {
    case 'concat':
      return options.documentMask ? maskedWindows(stream, options) : windowBatches(stream, options);
    case 'best-fit':
      return packedBatches(stream, await packDocuments(stream, options.seq), options);
    default:
      return options.packing satisfies never;
  }
}

/** A stream over documents in memory, back to back. @param starts where each begins, ascending */
export function documentStream(tokens: Uint32Array, starts: readonly number[]): DocumentStream {
  return {
    ...memoryStream(tokens),
    documentStarts: (start, count) => starts.slice(firstFrom(starts, start), firstFrom(starts, start + count)),
  };
}

/** Index of the first of ascending numbers that is at least `least`. */
function firstFrom(ascending: readonly number[], least: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] as number) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Pieces of documents, in the order of the stream; each is a run of at most `seq` tokens. */
interface Pieces {
  readonly starts: Float64Array;
  readonly lengths: Uint32Array;
  /** 1 where a piece is the beginning of its document, and where it is the end of it. */
  readonly begins: Uint8Array;
  readonly ends: Uint8Array;
}

export interface PackedDocuments {
  readonly pieces: Pieces;
  /** Pieces of each row, by index. */
  readonly rows: readonly (readonly number[])[];
  /** Tokens in all rows together. */
  readonly tokens: number;
}

/** @throws OcaqError `corpus-too-short` where there is nothing to predict */
export async function packDocuments(stream: DocumentStream, seq: number): Promise<PackedDocuments> {
  const pieces = piecesOf([...(await allStarts(stream)), stream.length], seq);
  const { lengths, begins } = pieces;
  if (lengths.length === 0) throw tooShort(stream.length, 2);
  const rest = (piece: number) => 1 - (begins[piece] as number);
  const rows = packRows(lengths, seq).map((row) => row.toSorted((a, b) => rest(a) - rest(b)));
  return { pieces, rows, tokens: lengths.reduce((sum, length) => sum + length, 0) };
}

/** Looked through at once for where documents begin. */
const LOOKED_THROUGH = 2 ** 20;

async function allStarts(stream: DocumentStream): Promise<number[]> {
  const all: number[] = [];
  for (let at = 0; at < stream.length; at += LOOKED_THROUGH)
    for (const start of await stream.documentStarts(at, Math.min(LOOKED_THROUGH, stream.length - at))) all.push(start);
  return all;
}

/** @param bounds where documents begin, and the end of the last one */
function piecesOf(bounds: readonly number[], seq: number): Pieces {
  const predicted = (document: number) => (bounds[document + 1] as number) - (bounds[document] as number) - 1;
  let count = 0;
  for (let document = 0; document + 1 < bounds.length; document++) count += Math.ceil(predicted(document) / seq);
  const pieces = {
    starts: new Float64Array(count),
    lengths: new Uint32Array(count),
    begins: new Uint8Array(count),
    ends: new Uint8Array(count),
  };
  let piece = 0;
  for (let document = 0; document + 1 < bounds.length; document++) {
    const [begin, end] = [bounds[document] as number, bounds[document + 1] as number];
    // The last token is predicted, so that no piece begins with it.
    for (let start = begin; start < end - 1; start += seq, piece++) {
      const length = Math.min(seq, end - start);
      pieces.starts[piece] = start;
      pieces.lengths[piece] = length;
      pieces.begins[piece] = start === begin ? 1 : 0;
      pieces.ends[piece] = start + length === end ? 1 : 0;
    }
  }
  return pieces;
}

function packedBatches(
  stream: DocumentStream,
  { pieces: { starts, lengths, begins, ends }, rows, tokens: tokensPerPass }: PackedDocuments,
  { seq, seed, padId, documentMask, cursor }: CorpusRowOptions,
): BatchSource {
  const source = new ShuffledSource({
    seq,
    count: rows.length,
    tokens: tokensPerPass,
    seed,
    empty: (count) => emptyRows(count, seq, padId, documentMask),
    async fill(batch, row, item) {
      const first = row * seq;
      let at = first;
      let counted = 0;
      for (const piece of rows[item] as readonly number[]) {
        const length = lengths[piece] as number;
        const tokens = await readExactly(stream, starts[piece] as number, length + (ends[piece] ? 0 : 1));
        if (at > first && begins[piece] && !documentMask) {
          batch.targets[at - 1] = tokens[0] as number;
          counted++;
        }
        batch.tokens.set(tokens.subarray(0, length), at);
        batch.targets.set(tokens.subarray(1), at);
        countFrom(batch, at, at + length);
        counted += tokens.length - 1;
        at += length;
      }
      return counted;
    },
  });
  if (cursor) source.cursor = cursor;
  return source;
}

/** Windows in which documents are told apart. */
function maskedWindows(stream: DocumentStream, options: CorpusRowOptions): BatchSource {
  const { seq, seed, padId, cursor } = options;
  const { count, startOf } = windowsOf(stream, options);
  const source = new ShuffledSource({
    seq,
    count,
    tokens: count * seq,
    seed,
    empty: (rows) => emptyRows(rows, seq, padId, true),
    async fill(batch, row, window, epoch) {
      const start = startOf(window, epoch);
      await writeWindow(batch, row, stream, start, seq);
      const inside = (await stream.documentStarts(start + 1, seq)).map((begin) => begin - start);
      for (const begin of inside) batch.targets[row * seq + begin - 1] = IGNORE;
      for (const [i, begin] of [0, ...inside].entries())
        countFrom(batch, row * seq + begin, row * seq + (inside[i] ?? seq));
      return seq - inside.length;
    },
  });
  if (cursor) source.cursor = cursor;
  return source;
}

function emptyRows(rows: number, seq: number, padId: number, documentMask: boolean): Batch {
  const batch = emptyBatch(rows, seq, padId);
  return documentMask ? { ...batch, positions: new Int32Array(rows * seq) } : batch;
}

/** Positions of a run of a document. */
function countFrom({ positions }: Batch, start: number, end: number): void {
  for (let at = start; positions && at < end; at++) positions[at] = at - start;
}
