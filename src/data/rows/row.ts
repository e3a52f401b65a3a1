/** Files of records, row by row: what a row is, and what a format of such files offers. */
import { beginning } from '../excerpt.ts';

/** Names like `__proto__` are ordinary fields here. */
export type JsonRecord = Readonly<Record<string, unknown>>;

/**
 * `array-broken-off`: the file ends inside this row, or a bracket or quote of it is not closed; nothing after it was
 * read. The name, which is stored, is from when only arrays could. `columns-differ`: a row of a table with more or fewer
 * cells than its header. `damaged`: it stands in a part of a binary file that cannot be decoded.
 */
export type RowProblem =
  | 'not-json'
  | 'not-an-object'
  | 'row-too-long'
  | 'array-broken-off'
  | 'columns-differ'
  | 'damaged';

/** Numbered from 1: by the line, the element of an array, or the row of a table, whose header is row 1. */
export type Row =
  | { row: number; record: JsonRecord /** Where it was not written as JSON or in a table. */; notation?: 'python' }
  | BadRow;

interface BadRow {
  row: number;
  problem: RowProblem;
  /** How it begins, cut to EXCERPT_LENGTH; absent where nothing of it is there to be read. */
  excerpt?: string;
  /** Rows from this one on that it stands for; 1 where it is absent. */
  rows?: number;
}

/** Rows of a file with fixed columns that has not the one with the text. */
export interface MissedRows {
  row: number;
  problem: 'field-missing' | 'field-not-text';
  /** From that one on. */
  rows: number;
  /** A column with text that it has instead. */
  other?: string;
}

/** UTF-16 units of a row that people are shown. */
const EXCERPT_LENGTH = 200;

export function badRow(row: number, problem: RowProblem, text: string): BadRow {
  const excerpt = excerptOf(text);
  return excerpt === '' ? { row, problem } : { row, problem, excerpt };
}

export const excerptOf = (text: string): string => beginning(text.trimStart(), EXCERPT_LENGTH).trimEnd();

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
