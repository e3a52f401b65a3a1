/** From rows of records to documents: which of their fields hold the text, and what is counted where none does. */
import { beginning } from '../excerpt.ts';
import { recognise } from '../instruct/recognise.ts';
import type { RawDocument } from '../raw-document.ts';
import { fieldsOf, TEXT_FIELDS } from '../rows/fields.ts';
import { excerptOf, isRecord, type JsonRecord, type MissedRows, type Row, recordsAmong, valueAt } from '../rows/row.ts';
import { DocumentBuffer, LineBreaks } from '../splitting.ts';
import {
  addBadRow,
  type BadRowExample,
  DEFAULT_DOCUMENT_BYTES,
  type ReadCounts,
  type ReaderOptions,
  type ReaderPreview,
  sampleOf,
} from './reader.ts';

/** UTF-16 units of the longest row, by the bytes of the longest document. */
export const maxRowUnits = ({ maxDocumentBytes = DEFAULT_DOCUMENT_BYTES }: ReaderOptions): number =>
  Math.max(8 * maxDocumentBytes, 1_048_576);

/** Names of other fields that are counted; a file with more of them has no fields but keys. */
const OTHER_FIELDS = 50;
/** Records that a preview looks at. */
export const PREVIEW_RECORDS = 200;

/** The fields of a mapping, in the order in which they are tried. */
export const alternatives = (field: string): string[] => (field.includes('|') ? [field, ...field.split('|')] : [field]);

/** The documents of rows; adds to `counts` as it goes. */
export async function* documentsOf(
  rows: AsyncIterable<Row | MissedRows>,
  options: ReaderOptions,
  counts: ReadCounts,
): AsyncGenerator<RawDocument> {
  const { field = 'text', join = [], texts, scores = [], maxDocumentBytes = DEFAULT_DOCUMENT_BYTES } = options;
  const fields = alternatives(field);
  const textOf = (record: JsonRecord) => (texts ? textsIn(record, texts) : textAt(record, fields));
  const buffer = new DocumentBuffer(maxDocumentBytes, counts);
  for await (const row of rows) {
    const text = 'record' in row ? textOf(row.record) : undefined;
    if (!('record' in row) || text === undefined) {
      countBadRow(row, fields, counts);
      continue;
    }
    const parts: string[] = [];
    buffer.append(new LineBreaks().push(joined(row.record, join, text)), parts);
    buffer.close(parts);
    const found = scoresOf(row.record, scores);
    for (const part of parts) yield found ? { text: part, scores: found } : { text: part };
  }
}

/** Nothing where there is no text. */
function joined(record: JsonRecord, before: readonly string[], text: string): string {
  if (text.trim() === '') return '';
  const parts = before.map((name) => textAt(record, [name])?.trim() ?? '').filter((part) => part !== '');
  return [...parts, text].join('\n\n');
}

function textAt(record: JsonRecord, fields: readonly string[]): string | undefined {
  for (const field of fields) {
    const value = valueAt(record, field);
    if (typeof value === 'string') return value;
  }
  return undefined;
}

/** undefined where there is none. */
function textsIn(record: JsonRecord, fields: readonly string[]): string | undefined {
  const texts = fields.flatMap((field) => textsOf(valueAt(record, field))).filter((text) => text.trim() !== '');
  return texts.length > 0 ? texts.join('\n\n') : undefined;
}

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsOf);
  return isRecord(value) ? Object.values(value).flatMap(textsOf) : [];
}

/** Numbers, also those that a table without types writes as text; undefined where there are none. */
function scoresOf(record: JsonRecord, names: readonly string[]): Record<string, number> | undefined {
  const found = names.flatMap((name): [string, number][] => {
    const value = valueAt(record, name);
    const score = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    return typeof score === 'number' && Number.isFinite(score) ? [[name, score]] : [];
  });
  return found.length > 0 ? Object.fromEntries(found) : undefined;
}

function countBadRow(row: Row | MissedRows, fields: readonly string[], counts: ReadCounts): void {
  const bad = 'record' in row ? withoutText(row.row, row.record, fields) : { ...row, reason: row.problem };
  const { reason, rows = 1, other, excerpt } = bad;
  addBadRow(counts, { row: bad.row, reason, ...(excerpt === undefined ? {} : { excerpt }) }, rows);
  const { otherFields } = counts;
  if (other === undefined) return;
  if (Object.hasOwn(otherFields, other)) otherFields[other] = (otherFields[other] ?? 0) + rows;
  else if (Object.keys(otherFields).length < OTHER_FIELDS) otherFields[other] = rows;
}

interface BadRecord extends BadRowExample {
  /** Where it has text instead. */
  other?: string | undefined;
  rows?: number;
}

function withoutText(row: number, record: JsonRecord, fields: readonly string[]): BadRecord {
  const isThere = fields.some((field) => valueAt(record, field) !== undefined);
  const excerpt = excerptOf(JSON.stringify(record));
  return isThere
    ? { row, reason: 'field-not-text', excerpt }
    : { row, reason: 'field-missing', excerpt, other: otherTextField(record) };
}

/** Of a common name, else the one with the most text. */
function otherTextField(record: JsonRecord): string | undefined {
  const texts = Object.entries(record).flatMap(([name, value]) =>
    typeof value === 'string' && value.trim() !== '' ? [{ name, units: value.length }] : [],
  );
  return suggestField(texts);
}

/** What a person sees of the records that a file begins with; documents are as they would be read with what was chosen. */
export function previewRecords(
  rows: readonly Row[],
  { field, join = [] }: Pick<ReaderOptions, 'field' | 'join'>,
): ReaderPreview {
  const records = recordsAmong(rows).slice(0, PREVIEW_RECORDS);
  const fields = fieldsOf(records);
  const suggestedField = suggestFields(records, fields);
  const documentsIn = (wanted: string | undefined, before: readonly string[]) =>
    records.flatMap((record) => {
      const text = wanted === undefined ? '' : (textAt(record, alternatives(wanted)) ?? '');
      const whole = joined(record, before, text).trim();
      return whole === '' ? [] : [whole];
    });
  const badRows = rows.flatMap((one) => ('problem' in one ? [{ row: one.row, reason: one.problem }] : []));
  const shown = fields.map(({ name, kind, example }) => ({ name, kind, example }));
  if (suggestedField?.includes('|')) {
    shown.push({
      name: suggestedField,
      kind: 'text',
      example: beginning(documentsIn(suggestedField, [])[0] ?? '', 80),
    });
  }
  return {
    fields: shown,
    suggestedField,
    suggestedSplit: 'auto',
    sample: sampleOf(documentsIn(field ?? suggestedField, join)),
    kind: recognise(records) ? 'instructions' : 'corpus',
    ...(badRows.length > 0 ? { badRows } : {}),
  };
}

/** Several between bars where records have their text under several of the common names. */
function suggestFields(
  records: readonly JsonRecord[],
  fields: readonly { name: string; units: number }[],
): string | undefined {
  const first = suggestField(fields);
  if (first === undefined || !TEXT_FIELDS.includes(first)) return first;
  const names = [first];
  for (const record of records) {
    if (textAt(record, names) !== undefined) continue;
    const other = otherTextField(record);
    if (other !== undefined && TEXT_FIELDS.includes(other)) names.push(other);
  }
  return names.join('|');
}

/** A common name, else the field with the most text. */
function suggestField(fields: readonly { name: string; units: number }[]): string | undefined {
  const withText = fields.filter(({ units }) => units > 0);
  const common = TEXT_FIELDS.find((wanted) => withText.some(({ name }) => name === wanted));
  return common ?? withText.toSorted((a, b) => b.units - a.units)[0]?.name;
}
