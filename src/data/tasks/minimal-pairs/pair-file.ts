/**
 * Files of minimal pairs, as records in any format: with the names that this project gives to their fields (`good`, `bad`,
 * `phenomenon`), that BLiMP and the sets after its pattern do (`sentence_good`, `sentence_bad`, `UID`), or other usual ones, in
 * any case. A row that gives no pair is listed with its number and its reason.
 */
import { OcaqError } from '../../../errors.ts';
import type { ChosenFile } from '../../readers/reader-file.ts';
import { allRows } from '../../rows/read.ts';
import type { JsonRecord, Row, RowProblem } from '../../rows/row.ts';
import { unwrap } from '../../rows/unwrap.ts';
import type { MinimalPair } from './minimal-pairs.ts';

/** `halves-equal`: both are the same text, so that no model can prefer one. */
export type PairProblem = RowProblem | 'good-missing' | 'bad-missing' | 'halves-equal';

export interface PairSet {
  readonly pairs: readonly Omit<MinimalPair, 'source'>[];
  /** Rows that gave no pair, numbered as `Row` is. */
  readonly problems: readonly { readonly row: number; readonly problem: PairProblem }[];
}

const GOOD = ['good', 'sentence_good', 'grammatical', 'correct', 'doğru'];
const BAD = ['bad', 'sentence_bad', 'ungrammatical', 'incorrect', 'səhv', 'yanlış'];
const PHENOMENON = ['phenomenon', 'uid', 'linguistics_term', 'hadisə', 'olgu'];

/** @throws OcaqError as `pairsOf`, and as `allRows` does */
export async function readPairs(file: ChosenFile): Promise<PairSet> {
  return pairsOf(await allRows(file), file.name);
}

/**
 * @returns texts in NFC; a pair whose row names no phenomenon has '' for one
 * @throws OcaqError `pairs-none` where no row gives a pair
 */
export function pairsOf(given: readonly Row[], fileName: string): PairSet {
  const pairs: Omit<MinimalPair, 'source'>[] = [];
  const problems: { row: number; problem: PairProblem }[] = [];
  const rows = rowsWithin(given);
  for (const row of rows) {
    const read = 'record' in row ? pairOf(row.record) : row.problem;
    if (typeof read === 'string') problems.push({ row: row.row, problem: read });
    else pairs.push(read);
  }
  if (pairs.length === 0) throw noPairs(fileName, rows.length);
  return { pairs, problems };
}

/** Those of the file, or those in its only object, where that is no pair itself. */
function rowsWithin(rows: readonly Row[]): readonly Row[] {
  const [only, ...more] = rows;
  if (!only || more.length > 0 || !('record' in only) || typeof pairOf(only.record) !== 'string') return rows;
  return unwrap(only.record) ?? rows;
}

function pairOf(record: JsonRecord): Omit<MinimalPair, 'source'> | PairProblem {
  const good = textAmong(record, GOOD);
  const bad = textAmong(record, BAD);
  if (good === undefined) return 'good-missing';
  if (bad === undefined) return 'bad-missing';
  if (good === bad) return 'halves-equal';
  return { phenomenon: textAmong(record, PHENOMENON) ?? '', good, bad };
}

/** The first of the fields that holds a text. */
function textAmong(record: JsonRecord, fields: readonly string[]): string | undefined {
  const named = Object.entries(record).map(([name, value]) => ({ name: name.trim().toLowerCase(), value }));
  const values = fields.flatMap((field) => named.filter(({ name }) => name === field).map(({ value }) => value));
  const text = values.find((value) => typeof value === 'string' && value.trim() !== '');
  return typeof text === 'string' ? text.trim().normalize('NFC') : undefined;
}

const noPairs = (file: string, rows: number): OcaqError =>
  new OcaqError(
    'pairs-none',
    `"${file}" has no minimal pair: of its ${rows} rows none has two different sentences in fields such as "good" and "bad", or "sentence_good" and "sentence_bad". Choose a JSON, JSONL, CSV, TSV or Parquet file with them.`,
    { file, rows },
  );
