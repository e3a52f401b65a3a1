/**
 * Files that are one object with the records in it: a list in a field (`{"data": […]}`), records by their names
 * (`{"first": {…}}`), and columns (`{"instruction": […], "output": […]}`, or objects of cells by index, as pandas writes
 * them). Records are then numbered from 1 in their order.
 */
import { isRecord, type JsonRecord, type Row } from './row.ts';

/** The records in a single record, as rows; null where it holds none. */
export function unwrap(record: JsonRecord): Row[] | null {
  const values = Object.values(record);
  const lists = values.filter((value) => Array.isArray(value) && value.some(isRecord)) as unknown[][];
  const longest = lists.reduce<unknown[]>((best, list) => (list.length > best.length ? list : best), []);
  if (longest.length > 0) return numbered(longest);
  const columns = columnsOf(record);
  if (columns) return numbered(columns);
  return values.length > 1 && values.every(isRecord) ? numbered(values) : null;
}

/** All columns are as long as each other, and their cells are no records. */
function columnsOf(record: JsonRecord): JsonRecord[] | null {
  const columns = Object.entries(record).map(([name, value]) => {
    const cells = Array.isArray(value) ? value : isRecord(value) && '0' in value ? Object.values(value) : null;
    return { name, cells: cells as unknown[] | null };
  });
  const length = columns[0]?.cells?.length ?? 0;
  if (length === 0 || columns.length < 2) return null;
  if (columns.some(({ cells }) => cells === null || cells.length !== length || cells.some(isRecord))) return null;
  return Array.from({ length }, (_, i) => Object.fromEntries(columns.map(({ name, cells }) => [name, cells?.[i]])));
}

const numbered = (values: readonly unknown[]): Row[] =>
  values.map((value, i) =>
    isRecord(value) ? { row: i + 1, record: value } : { row: i + 1, problem: 'not-an-object' },
  );
