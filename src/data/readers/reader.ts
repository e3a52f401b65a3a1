/**
 * What a reader of a file format is: one that recognises its files by their first bytes, previews them, and turns their
 * bytes into documents in bounded memory, the same however the bytes were cut into chunks. Nothing is dropped without
 * being counted. Formats of running text share how they are decoded; see utf8.ts for what is refused and repaired.
 */

import { decodeText, type TextCounts } from '../encoding/decode-text.ts';
import { UTF_8 } from '../encoding/encodings.ts';
import { beginning } from '../excerpt.ts';
import type { RawDocument } from '../raw-document.ts';
import type { TableHeader } from '../rows/delimited.ts';
import type { FieldKind } from '../rows/fields.ts';
import type { RowProblem } from '../rows/row.ts';
import type { DocumentSplit, SplitCounts } from '../splitting.ts';
import type { FileHead, ReaderFile } from './reader-file.ts';

export interface Reader {
  /** Stable: it is stored, and messages are looked up by it. */
  readonly id: string;
  /** Of its files, lower case, the one to show first. */
  readonly extensions: readonly [string, ...string[]];
  readonly mimeTypes: readonly string[];
  /** What a person decides about a file: how it is split into documents, or which field holds them. */
  readonly asks: 'split' | 'field' | 'nothing';
  /** Whether the file is of this format; asked in the order of the table. */
  sniff(head: FileHead): boolean;
  /** Whether the first row may name the columns, which a person knows better. */
  readonly hasHeader?: true;
  /**
   * @param chosen what a person decided; the rest is as suggested
   * @throws OcaqError where it cannot be read: `file-empty`, `file-binary` …
   */
  preview(file: ReaderFile, chosen: ReaderOptions): Promise<ReaderPreview>;
  /**
   * The documents of a file, in order; adds to `counts` as it goes.
   * @throws OcaqError as `preview` does, before the first document
   */
  read(file: ReaderFile, options: ReaderOptions, counts: ReadCounts): AsyncGenerator<RawDocument>;
}

export interface ReaderOptions {
  /** 'auto', the default, leaves it to the reader. */
  split?: DocumentSplit;
  /**
   * The field with the text, nested fields with dots ('meta.body'); default 'text'. Of several between bars ('text|content')
   * the first that a record has is taken.
   */
  field?: string;
  /** Fields whose texts are put before the text, a blank line between them: a title. */
  join?: readonly string[];
  /** Fields whose texts, those in lists and objects too, are taken all together, a blank line between them, and not `field`'s alone. */
  texts?: readonly string[];
  /** Fields whose numbers become scores of the document. */
  scores?: readonly string[];
  /** Of a table as text; default 'auto'. */
  header?: TableHeader;
  /**
   * Longest document in UTF-8 bytes, default 4 MiB. A longer one is cut at a paragraph, line or space and continues as
   * further documents. A JSON row may have eight times as many characters (and at least a million), else it is bad.
   */
  maxDocumentBytes?: number;
  /** Of a wiki: whether sections of references, links and the like are read; default no. */
  keepEndSections?: boolean;
  /** Ends the reading of a file that takes long to give its first document. */
  signal?: AbortSignal;
}

export const DEFAULT_DOCUMENT_BYTES = 4_194_304;

/** Why a row gave no document; the studio words them. */
export type BadRowReason = RowProblem | 'field-missing' | 'field-not-text';

/**
 * What files hold besides their documents, and what is counted of it: 'page-part' (characters of navigation, footers and the
 * like), 'namespace' (pages of a wiki that are no articles), 'redirect' (pages), 'section' (of sources and links), 'table', 'chapter' (of a book, without
 * its text), 'page-line' (that repeats at the edges of pages), 'include' (of
 * another file).
 */
export type LeftOutKind =
  | 'page-part'
  | 'namespace'
  | 'redirect'
  | 'section'
  | 'table'
  | 'chapter'
  | 'page-line'
  | 'include';

export interface LeftOut {
  readonly kind: LeftOutKind;
  /** As the file names it. */
  readonly name: string;
  amount: number;
}

export interface ReadCounts extends TextCounts, SplitCounts {
  /** Rows that gave no document. */
  badRows: number;
  /** All of them, by reason. */
  badRowReasons: Partial<Record<BadRowReason, number>>;
  /** The first 20 of them. */
  badRowExamples: BadRowExample[];
  /** Of the rows without the field: how many have text in another one, by its name. */
  otherFields: Record<string, number>;
  leftOut: LeftOut[];
}

export interface BadRowExample {
  /** Where a source has several. */
  file?: string;
  row: number;
  reason: BadRowReason;
  /** How the row begins. */
  excerpt?: string;
}

export const newReadCounts = (): ReadCounts => ({
  bytes: 0,
  badSequences: 0,
  encoding: UTF_8,
  documents: 0,
  badRows: 0,
  badRowReasons: {},
  badRowExamples: [],
  otherFields: {},
  leftOut: [],
  cutDocuments: 0,
  emptyDocuments: 0,
});

const BAD_ROW_EXAMPLES = 20;

/** Counts a row that gave no document, or as many as it stands for. */
export function addBadRow(counts: ReadCounts, bad: BadRowExample, times = 1): void {
  counts.badRows += times;
  counts.badRowReasons[bad.reason] = (counts.badRowReasons[bad.reason] ?? 0) + times;
  if (counts.badRowExamples.length < BAD_ROW_EXAMPLES) counts.badRowExamples.push(bad);
}

const LEFT_OUT_NAMES = 100;

/** Names are the file's own; those beyond the first hundred are counted together under the name ''. */
export function leaveOut({ leftOut }: Pick<ReadCounts, 'leftOut'>, kind: LeftOutKind, name: string, amount = 1): void {
  const known = leftOut.length < LEFT_OUT_NAMES ? name : '';
  const entry = leftOut.find((one) => one.kind === kind && (one.name === name || one.name === known));
  if (entry) entry.amount += amount;
  else leftOut.push({ kind, name: known, amount });
}

/** How much of each kind was left out, under whatever name. */
export function sumsOfLeftOut({ leftOut }: Pick<ReadCounts, 'leftOut'>): { kind: LeftOutKind; amount: number }[] {
  const sums = new Map<LeftOutKind, number>();
  for (const { kind, amount } of leftOut) sums.set(kind, (sums.get(kind) ?? 0) + amount);
  return [...sums].map(([kind, amount]) => ({ kind, amount }));
}

export interface ReaderPreview {
  /** The fields of the records (of objects in them: their fields, as 'outer.inner'), in order of appearance. */
  fields: { name: string; kind: FieldKind; example: string }[];
  /** The text field that most likely holds the documents. */
  suggestedField: string | undefined;
  suggestedSplit: DocumentSplit;
  /** The first few documents as they would be read, cut to 400 characters. */
  sample: string[];
  /** Instruction records (Alpaca and the like) belong to instruction tuning, not into a corpus. */
  kind: 'corpus' | 'instructions';
  /** Rows among those looked at that give no document whatever is chosen; absent where there are none. */
  badRows?: Pick<BadRowExample, 'row' | 'reason'>[];
}

const SAMPLE_DOCUMENTS = 5;
const SAMPLE_LENGTH = 400;

export const sampleOf = (documents: readonly string[]): string[] =>
  documents.slice(0, SAMPLE_DOCUMENTS).map((document) => beginning(document, SAMPLE_LENGTH));

/** Whether a file is named like those of a reader. */
export const isNamedLike = (name: string, { extensions }: Pick<Reader, 'extensions'>): boolean =>
  extensions.some((extension) => name.toLowerCase().endsWith(extension));

/** Of a format that decides itself what its documents are. */
export const previewDocuments = (documents: readonly string[]): ReaderPreview => ({
  fields: [],
  suggestedField: undefined,
  suggestedSplit: 'auto',
  sample: sampleOf(documents),
  kind: 'corpus',
});

/** Previews by reading the first few documents. */
export async function previewFirst(read: Reader['read'], file: ReaderFile, documents: number): Promise<ReaderPreview> {
  const first: string[] = [];
  for await (const { text } of read(file, {}, newReadCounts())) {
    first.push(text);
    if (first.length === documents) break;
  }
  return previewDocuments(first);
}

/** Takes the text of a file piece by piece and gives out what is complete. */
export interface PieceStream<T> {
  push(piece: string): T[];
  end(): T[];
}

/** Gives out documents. */
export type DocumentStream = PieceStream<string>;

/** Reads a format that is text. @param open called before the first piece */
export async function* readPieces(
  file: ReaderFile,
  counts: ReadCounts,
  open: (head: FileHead) => DocumentStream,
): AsyncGenerator<RawDocument> {
  for await (const text of readThrough(file, counts, open)) yield { text };
}

/** Reads a format that is text into whatever its stream gives out. @param open called before the first piece */
export async function* readThrough<T>(
  file: ReaderFile,
  counts: ReadCounts,
  open: (head: FileHead) => PieceStream<T>,
): AsyncGenerator<T> {
  let stream: PieceStream<T> | undefined;
  for await (const piece of decodeText(file, counts)) {
    stream ??= open(file.head);
    yield* stream.push(piece);
  }
  if (stream) yield* stream.end();
}
