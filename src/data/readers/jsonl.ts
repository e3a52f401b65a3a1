/** JSON lines or one JSON array of records: a document a record, from one of its fields. */
import { recognise } from '../instruct/recognise.ts';
import { recordRows } from '../instruct/records.ts';
import { fieldsOf } from '../rows/fields.ts';
import { JsonRows } from '../rows/json.ts';
import { type JsonRecord, type Row, recordsAmong, valueAt } from '../rows/row.ts';
import { unwrap } from '../rows/unwrap.ts';
import { DocumentBuffer, LineBreaks } from '../splitting.ts';
import { refuseBinary } from '../utf8.ts';
import {
  type BadRowReason,
  DEFAULT_DOCUMENT_BYTES,
  type DocumentStream,
  isNamedLike,
  type ReadCounts,
  type Reader,
  type ReaderPreview,
  readPieces,
  sampleOf,
} from './reader.ts';
import { type FileHead, HEAD_BYTES } from './reader-file.ts';

const MIN_ROW_UNITS = 1_048_576;
const BAD_ROW_EXAMPLES = 20;
/** Records that a preview looks at; a head of 256 KiB rarely holds more. */
const PREVIEW_RECORDS = 200;

export const jsonl = {
  id: 'jsonl',
  extensions: ['.jsonl', '.ndjson', '.json'],
  mimeTypes: ['application/json'],
  asks: 'field',
  sniff: (head: FileHead): boolean => isNamedLike(head.name, jsonl) || recordsOf(head.text).length > 0,
  async preview({ head }) {
    refuseBinary(head.bytes, head.name);
    return previewRecords(recordsOf(head.text));
  },
  read(file, options, counts) {
    const { field = 'text', maxDocumentBytes = DEFAULT_DOCUMENT_BYTES } = options;
    return readPieces(file, counts, () => new FieldReader(field, maxDocumentBytes, counts));
  },
} as const satisfies Reader;

/** Takes one field out of every row of a JSON file. */
class FieldReader implements DocumentStream {
  readonly #field: string;
  readonly #counts: ReadCounts;
  readonly #rows: JsonRows;
  readonly #buffer: DocumentBuffer;
  /** The first row, until there is a second: the only one of a file may hold the records in itself. */
  #waiting: readonly Row[] | null = [];

  constructor(field: string, maxBytes: number, counts: ReadCounts) {
    this.#field = field;
    this.#counts = counts;
    this.#rows = new JsonRows(Math.max(8 * maxBytes, MIN_ROW_UNITS));
    this.#buffer = new DocumentBuffer(maxBytes, counts);
  }

  push(text: string): string[] {
    return this.#from(this.#rows.push(text));
  }

  end(): string[] {
    const rest = this.#rows.end();
    if (this.#waiting === null) return this.#documents(rest);
    const rows = [...this.#waiting, ...rest];
    const [only, ...more] = rows;
    const isWrapped =
      only && more.length === 0 && 'record' in only && typeof valueAt(only.record, this.#field) !== 'string';
    return this.#documents((isWrapped && unwrap(only.record)) || rows);
  }

  #from(rows: readonly Row[]): string[] {
    if (this.#waiting === null) return this.#documents(rows);
    const waiting = [...this.#waiting, ...rows];
    this.#waiting = waiting.length > 1 ? null : waiting;
    return this.#waiting === null ? this.#documents(waiting) : [];
  }

  #documents(rows: readonly Row[]): string[] {
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

/** The records at the start of a JSON file; none when most of what is there is something else. */
function recordsOf(text: string): JsonRecord[] {
  if (!/^\s*[[{]/.test(text)) return [];
  const reader = new JsonRows(HEAD_BYTES);
  const rows = reader.push(text);
  // What is left at the end may be cut off; it only counts when it is a record.
  rows.push(...reader.end().filter((row) => 'record' in row));
  const records = recordsAmong(rows);
  const [only] = records;
  if (only && rows.length === 1 && !TEXT_FIELDS.some((name) => typeof only[name] === 'string')) {
    return recordsAmong(recordRows(rows)).slice(0, PREVIEW_RECORDS);
  }
  return 2 * records.length >= rows.length ? records.slice(0, PREVIEW_RECORDS) : [];
}

function previewRecords(records: readonly JsonRecord[]): ReaderPreview {
  const fields = fieldsOf(records);
  const lengths = new Map(fields.map(({ name, units }) => [name, units]));
  const suggestedField = suggestField(lengths);
  const documents = records.flatMap((record) => {
    const value = suggestedField === undefined ? undefined : valueAt(record, suggestedField);
    return typeof value === 'string' && value.trim() !== '' ? [value.trim()] : [];
  });
  return {
    fields: fields.map(({ name, kind, example }) => ({ name, kind, example })),
    suggestedField,
    suggestedSplit: 'auto',
    sample: sampleOf(documents),
    kind: recognise(records) ? 'instructions' : 'corpus',
  };
}

/** Names under which corpora keep their text, the commonest first ("mətn" is Azerbaijani, "metin" Turkish). */
const TEXT_FIELDS = ['text', 'content', 'document', 'body', 'article', 'raw_content', 'mətn', 'metn', 'metin', 'matn'];

/** A common name, else the field with the most text. */
function suggestField(lengths: ReadonlyMap<string, number>): string | undefined {
  const common = TEXT_FIELDS.find((name) => (lengths.get(name) ?? 0) > 0);
  if (common !== undefined) return common;
  const byLength = [...lengths].filter(([, length]) => length > 0).sort((a, b) => b[1] - a[1]);
  return byLength[0]?.[0];
}
