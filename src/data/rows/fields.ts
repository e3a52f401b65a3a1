/** The fields of records: what each holds, in how many records, with an example; over all records, in order of appearance. */
import { beginning } from '../excerpt.ts';
import { isRecord, type JsonRecord } from './row.ts';

export type FieldKind = 'text' | 'number' | 'boolean' | 'list' | 'object' | 'null';

export interface Field {
  /** Of objects in records: their fields, as 'outer.inner'. */
  name: string;
  /** Of the first value that is not null. */
  kind: FieldKind;
  /** That value, cut to 80 characters. */
  example: string;
  /** Records that have it. */
  records: number;
  /** Of those, how many have a value of each kind. */
  counts: Record<FieldKind, number>;
  /** UTF-16 units of its texts together. */
  units: number;
}

const EXAMPLE_LENGTH = 80;

/** Names under which corpora keep their text, the commonest first ("mətn" is Azerbaijani, "metin" Turkish). */
export const TEXT_FIELDS: readonly string[] = [
  'text',
  'content',
  'document',
  'body',
  'article',
  'raw_content',
  'mətn',
  'metn',
  'metin',
  'matn',
];

export function kindOf(value: unknown): FieldKind {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'list';
  const type = typeof value;
  return type === 'string' ? 'text' : type === 'number' || type === 'boolean' ? type : 'object';
}

export function fieldsOf(records: Iterable<JsonRecord>): Field[] {
  const fields = new Map<string, Field>();
  const add = (name: string, value: unknown) => {
    const kind = kindOf(value);
    let field = fields.get(name);
    if (!field) {
      const counts = { text: 0, number: 0, boolean: 0, list: 0, object: 0, null: 0 };
      field = { name, kind: 'null', example: 'null', records: 0, counts, units: 0 };
      fields.set(name, field);
    }
    if (field.kind === 'null' && kind !== 'null') {
      field.kind = kind;
      field.example = beginning(typeof value === 'string' ? value : JSON.stringify(value), EXAMPLE_LENGTH);
    }
    field.records++;
    field.counts[kind]++;
    if (typeof value === 'string') field.units += value.length;
  };
  for (const record of records) {
    for (const [name, value] of Object.entries(record)) {
      add(name, value);
      if (!isRecord(value)) continue;
      for (const [inner, nested] of Object.entries(value)) add(`${name}.${inner}`, nested);
    }
  }
  return [...fields.values()];
}
