/**
 * From the bytes of a file to documents, in bounded memory and independent of how the bytes were cut into chunks:
 * running text and Markdown (split into documents at blank lines, at every line, or not at all; Markdown keeps its
 * marks), and JSON lines or a JSON array (one document per record, from one of its fields). Nothing is dropped without
 * being counted. UTF-8 only; see utf8.ts for what is refused and repaired.
 */
import { beginning } from './excerpt.ts';
import { guessMapping } from './instruct/records.ts';
import { type JsonRecord, type JsonRow, JsonRows, type RowProblem, valueAt } from './json-rows.ts';
import {
  type CertainSplit,
  DocumentBuffer,
  type DocumentSplit,
  detectSplit,
  LineBreaks,
  type SplitCounts,
  TextSplitter,
} from './splitting.ts';
import { type ByteSource, decodeUtf8, refuseBinary, type Utf8Counts, withHead } from './utf8.ts';

export type FileFormat = 'text' | 'markdown' | 'jsonl';

export interface ReadOptions {
  format: FileFormat;
  /** Text and Markdown; 'auto' (the default) decides by the first 256 KiB as `detectSplit` does; Markdown: 'file'. */
  split?: DocumentSplit;
  /** JSON: the field with the text, nested fields with dots ('meta.body'); default 'text'. */
  field?: string;
  /**
   * Longest document in UTF-8 bytes, default 4 MiB. A longer one is cut at a paragraph, line or space and goes on as
   * further documents. A JSON row may have eight times as many characters (and at least a million), else it is bad.
   */
  maxDocumentBytes?: number;
  /** For messages. */
  fileName?: string;
}

/** Why a row gave no document; the studio words them. */
export type BadRowReason = RowProblem | 'field-missing' | 'field-not-text';

export interface ReadCounts extends Utf8Counts, SplitCounts {
  /** Rows that are no JSON object, or have no text in the field; the first 20 of them are in `badRowExamples`. */
  badRows: number;
  badRowExamples: { row: number; reason: BadRowReason }[];
}

export const newReadCounts = (): ReadCounts => ({
  bytes: 0,
  badSequences: 0,
  documents: 0,
  badRows: 0,
  badRowExamples: [],
  cutDocuments: 0,
  emptyDocuments: 0,
});

/** How much of a file `previewFile` and the split 'auto' look at. */
export const HEAD_BYTES = 262_144;
const DEFAULT_DOCUMENT_BYTES = 4_194_304;
const MIN_ROW_UNITS = 1_048_576;
const BAD_ROW_EXAMPLES = 20;
const SAMPLE_DOCUMENTS = 5;
const SAMPLE_LENGTH = 400;
const FIELD_EXAMPLE_LENGTH = 80;
/** Records that a preview looks at; a head of 256 KiB rarely holds more. */
const PREVIEW_RECORDS = 200;

/**
 * The documents of a file, in order; adds to `counts` as it goes.
 * @throws OcaqError `file-empty`, `file-binary`, before the first document
 */
export async function* readDocuments(
  source: ByteSource,
  options: ReadOptions,
  counts: ReadCounts,
): AsyncGenerator<string> {
  const maxBytes = options.maxDocumentBytes ?? DEFAULT_DOCUMENT_BYTES;
  let head: Uint8Array = new Uint8Array();
  const chunks = withHead(source, HEAD_BYTES, (bytes) => {
    head = bytes;
  });
  let reader: { push(text: string): string[]; end(): string[] } | undefined;
  for await (const text of decodeUtf8(chunks, counts, options.fileName)) {
    reader ??=
      options.format === 'jsonl'
        ? new FieldReader(options.field ?? 'text', maxBytes, counts)
        : new TextSplitter(certainSplit(options, head), maxBytes, counts);
    yield* reader.push(text);
  }
  if (reader) yield* reader.end();
}

function certainSplit({ format, split = 'auto' }: ReadOptions, head: Uint8Array): CertainSplit {
  if (split !== 'auto') return split;
  return format === 'markdown' ? 'file' : detectSplit(headText(head));
}

/** The text of a file's first bytes; a character that they cut in two is left off. */
function headText(head: Uint8Array): string {
  return new LineBreaks().push(new TextDecoder().decode(head, { stream: head.length === HEAD_BYTES }));
}

/** Takes one field out of every row of a JSON file. */
class FieldReader {
  readonly #field: string;
  readonly #counts: ReadCounts;
  readonly #rows: JsonRows;
  readonly #buffer: DocumentBuffer;

  constructor(field: string, maxBytes: number, counts: ReadCounts) {
    this.#field = field;
    this.#counts = counts;
    this.#rows = new JsonRows(Math.max(8 * maxBytes, MIN_ROW_UNITS));
    this.#buffer = new DocumentBuffer(maxBytes, counts);
  }

  push(text: string): string[] {
    return this.#documents(this.#rows.push(text));
  }

  end(): string[] {
    return this.#documents(this.#rows.end());
  }

  #documents(rows: readonly JsonRow[]): string[] {
    const out: string[] = [];
    for (const row of rows) {
      const value = 'record' in row ? valueAt(row.record, this.#field) : undefined;
      if (typeof value === 'string') {
        this.#buffer.append(new LineBreaks().push(value), out);
        this.#buffer.close(out);
      } else if ('problem' in row) this.#bad(row.row, row.problem);
      else this.#bad(row.row, value === undefined ? 'field-missing' : 'field-not-text');
    }
    return out;
  }

  #bad(row: number, reason: BadRowReason): void {
    this.#counts.badRows++;
    if (this.#counts.badRowExamples.length < BAD_ROW_EXAMPLES) this.#counts.badRowExamples.push({ row, reason });
  }
}

export type FieldKind = 'text' | 'number' | 'boolean' | 'list' | 'object' | 'null';

export interface FilePreview {
  format: FileFormat;
  /** JSON: the fields of the records (of objects in them: their fields, as 'outer.inner'), in order of appearance. */
  fields: { name: string; kind: FieldKind; example: string }[];
  /** JSON: the text field that most likely holds the documents. */
  suggestedField: string | undefined;
  suggestedSplit: DocumentSplit;
  /** The first few documents as they would be read, cut to 400 characters. */
  sample: string[];
  /** Instruction records (Alpaca and the like) belong to instruction tuning, not into a corpus. */
  kind: 'corpus' | 'instructions';
}

/**
 * What a file holds, by its first bytes (at most 256 KiB are looked at) and, where those leave it open, by its name.
 * @throws OcaqError `file-empty`, `file-binary`
 */
export function previewFile(name: string, head: Uint8Array): FilePreview {
  refuseBinary(head, name);
  const bytes = head.subarray(0, HEAD_BYTES);
  const text = headText(bytes);
  const records = recordsOf(text);
  if (records.length > 0 || /\.(jsonl|ndjson|json)$/i.test(name)) return previewRecords(records);
  const format = isMarkdown(name, text) ? 'markdown' : 'text';
  const split = format === 'markdown' ? 'file' : detectSplit(text);
  const splitter = new TextSplitter(split, bytes.length + 4, newReadCounts());
  return {
    format,
    fields: [],
    suggestedField: undefined,
    suggestedSplit: split,
    sample: sampleOf([...splitter.push(text), ...splitter.end()]),
    kind: 'corpus',
  };
}

/** The records at the start of a JSON file; none when most of what is there is something else. */
function recordsOf(text: string): JsonRecord[] {
  if (!/^\s*[[{]/.test(text)) return [];
  const reader = new JsonRows(HEAD_BYTES);
  const rows = reader.push(text);
  // What is left at the end may be cut off; it only counts when it is a record.
  rows.push(...reader.end().filter((row) => 'record' in row));
  const records = rows.flatMap((row) => ('record' in row ? [row.record] : []));
  return 2 * records.length >= rows.length ? records.slice(0, PREVIEW_RECORDS) : [];
}

function previewRecords(records: readonly JsonRecord[]): FilePreview {
  const fields = new Map<string, { name: string; kind: FieldKind; example: string }>();
  const lengths = new Map<string, number>();
  const add = (name: string, value: unknown) => {
    const kind = kindOf(value);
    const known = fields.get(name);
    if (!known || known.kind === 'null') {
      const example = typeof value === 'string' ? value : JSON.stringify(value);
      fields.set(name, { name, kind, example: beginning(example, FIELD_EXAMPLE_LENGTH) });
    }
    if (typeof value === 'string') lengths.set(name, (lengths.get(name) ?? 0) + value.length);
    return kind;
  };
  for (const record of records) {
    for (const [name, value] of Object.entries(record)) {
      if (add(name, value) !== 'object') continue;
      for (const [inner, nested] of Object.entries(value as JsonRecord)) add(`${name}.${inner}`, nested);
    }
  }
  const suggestedField = suggestField(lengths);
  const documents = records.flatMap((record) => {
    const value = suggestedField === undefined ? undefined : valueAt(record, suggestedField);
    return typeof value === 'string' && value.trim() !== '' ? [value.trim()] : [];
  });
  return {
    format: 'jsonl',
    fields: [...fields.values()],
    suggestedField,
    suggestedSplit: 'auto',
    sample: sampleOf(documents),
    kind: guessMapping(records) ? 'instructions' : 'corpus',
  };
}

function kindOf(value: unknown): FieldKind {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'list';
  const type = typeof value;
  return type === 'string' ? 'text' : type === 'number' || type === 'boolean' ? type : 'object';
}

/** Names under which corpora keep their text, the usual ones first ("mətn" is Azerbaijani, "metin" Turkish). */
const TEXT_FIELDS = ['text', 'content', 'document', 'body', 'article', 'raw_content', 'mətn', 'metn', 'metin', 'matn'];

/** A usual name, else the field with the most text. */
function suggestField(lengths: ReadonlyMap<string, number>): string | undefined {
  const usual = TEXT_FIELDS.find((name) => (lengths.get(name) ?? 0) > 0);
  if (usual !== undefined) return usual;
  const byLength = [...lengths].filter(([, length]) => length > 0).sort((a, b) => b[1] - a[1]);
  return byLength[0]?.[0];
}

/** By name; without a telling name, by headings together with links or code fences. */
function isMarkdown(name: string, text: string): boolean {
  if (/\.(md|mdx|markdown)$/i.test(name)) return true;
  if (/\.(txt|text)$/i.test(name)) return false;
  return /^#{1,6} \S/m.test(text) && /^(```|~~~)|\[[^\]\n]{1,200}\]\([^)\s]{1,500}\)/m.test(text);
}

const sampleOf = (documents: readonly string[]): string[] =>
  documents.slice(0, SAMPLE_DOCUMENTS).map((document) => beginning(document, SAMPLE_LENGTH));
