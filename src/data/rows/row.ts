/** Files of records, row by row: what a row is, and what a format of such files offers. */

/** Names like `__proto__` are ordinary fields here. */
export type JsonRecord = Readonly<Record<string, unknown>>;

/**
 * `array-broken-off`: the file ends inside this row, or a bracket or quote of it is not closed; nothing after it was
 * read. The name, which is stored, is from when only arrays could. `columns-differ`: a row of a table with more or fewer
 * cells than its header.
 */
export type RowProblem = 'not-json' | 'not-an-object' | 'row-too-long' | 'array-broken-off' | 'columns-differ';

/** Numbered from 1: by the line, the element of an array, or the row of a table, whose header is row 1. */
export type Row =
  | { row: number; record: JsonRecord /** Where it was not written as JSON or in a table. */; notation?: 'python' }
  | { row: number; problem: RowProblem };

/** Takes the text of a file piece by piece, and returns the rows that are complete. */
export interface RowStream {
  push(piece: string): Row[];
  /** The file is over. */
  end(): Row[];
}

export interface RowFormat {
  readonly id: string;
  /** Of its files, lower case, without what a compression adds. */
  readonly extensions: readonly string[];
  /** @param text the beginning of the file */
  sniff(name: string, text: string): boolean;
  /** @param maxUnits UTF-16 units of the longest row that is accepted */
  open(text: string, maxUnits: number): RowStream;
}

/** The records among rows. */
export const recordsAmong = (rows: readonly Row[]): JsonRecord[] =>
  rows.flatMap((row) => ('record' in row ? [row.record] : []));

/**
 * The value at a path: a field of exactly that name, else the name's parts between dots as nested fields.
 * `undefined` where there is none (JSON itself has no undefined).
 */
export function valueAt(record: JsonRecord, path: string): unknown {
  if (Object.hasOwn(record, path)) return record[path];
  let value: unknown = record;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as JsonRecord)[name];
  }
  return value;
}

export const isRecord = (value: unknown): value is JsonRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
