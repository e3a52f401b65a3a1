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
  memoryStream,
  ShuffledSource,
  type TokenStream,
  tooShort,
  type WindowOptions,
  windowBatches,
  windowsOf,
} from './batches.ts';
import { packRows } from './packing.ts';
import { type CorpusRows, type RowSpan, writeSpans } from './row-spans.ts';

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
  const isOneStream = options.packing === 'concat' && !options.documentMask;
  return isOneStream ? windowBatches(stream, options) : spanBatches(stream, await corpusRows(stream, options), options);
}

/** The rows that `corpusBatches` goes through. @throws OcaqError `corpus-too-short` */
export async function corpusRows(stream: DocumentStream, options: CorpusRowOptions): Promise<CorpusRows> {
  switch (options.packing) {
    case 'concat':
      return windowRows(stream, options);
    case 'best-fit':
      return packedRows(await packDocuments(stream, options.seq), options.documentMask);
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

function packedRows({ pieces, rows, tokens }: PackedDocuments, documentMask: boolean): CorpusRows {
  const { starts, lengths, begins, ends } = pieces;
  const predictedBy = (piece: number, next: number | undefined): number | null => {
    if (!ends[piece]) return (starts[piece] as number) + (lengths[piece] as number);
    return next !== undefined && begins[next] && !documentMask ? (starts[next] as number) : null;
  };
  const spansOf = (row: number): RowSpan[] => {
    const packed = rows[row] as readonly number[];
    return packed.map((piece, i) => ({
      start: starts[piece] as number,
      length: lengths[piece] as number,
      predicts: predictedBy(piece, packed[i + 1]),
    }));
  };
  return { count: rows.length, tokens, spansOf };
}

/** Windows, in which documents are told apart where there is a mask. */
function windowRows(stream: DocumentStream, options: CorpusRowOptions): CorpusRows {
  const { seq, documentMask } = options;
  const { count, startOf } = windowsOf(stream, options);
  const spansOf = async (window: number, epoch: number): Promise<RowSpan[]> => {
    const start = startOf(window, epoch);
    const end = start + seq;
    const begins = documentMask ? await stream.documentStarts(start + 1, seq) : [];
    const bounds = [start, ...begins.filter((begin) => begin < end), end];
    return bounds.slice(0, -1).map((from, i) => {
      const to = bounds[i + 1] as number;
      return { start: from, length: to - from, predicts: begins.includes(to) ? null : to };
    });
  };
  return { count, tokens: count * seq, spansOf };
}

function spanBatches(
  stream: DocumentStream,
  { count, tokens, spansOf }: CorpusRows,
  { seq, seed, padId, documentMask, cursor }: CorpusRowOptions,
): BatchSource {
  const source = new ShuffledSource({
    ...{ seq, count, tokens, seed },
    empty: (rows) => emptyRows(rows, seq, padId, documentMask),
    fill: async (batch, row, item, epoch) => writeSpans(batch, row, stream, await spansOf(item, epoch), seq),
  });
  if (cursor) source.cursor = cursor;
  return source;
}

function emptyRows(rows: number, seq: number, padId: number, documentMask: boolean): Batch {
  const batch = emptyBatch(rows, seq, padId);
  return documentMask ? { ...batch, positions: new Int32Array(rows * seq) } : batch;
}
