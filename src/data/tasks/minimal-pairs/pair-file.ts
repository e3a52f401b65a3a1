/**
 * Files of minimal pairs, a JSON object a line, as this project writes them (`good`, `bad`, `phenomenon`) and as BLiMP and
 * the sets after its pattern do (`sentence_good`, `sentence_bad`, `UID`). A row that gives no pair is listed with its number
 * and its reason.
 */
import { OcaqError } from '../../../errors.ts';
import { jsonRows } from '../../rows/json.ts';
import type { JsonRecord, RowProblem } from '../../rows/row.ts';
import type { MinimalPair } from './minimal-pairs.ts';

/** `halves-equal`: both are the same text, so that no model can prefer one. */
export type PairProblem = RowProblem | 'good-missing' | 'bad-missing' | 'halves-equal';

export interface PairSet {
  readonly pairs: readonly Omit<MinimalPair, 'source'>[];
  /** Rows that gave no pair, numbered from 1 by their lines. */
  readonly problems: readonly { readonly row: number; readonly problem: PairProblem }[];
}

const GOOD = ['good', 'sentence_good'];
const BAD = ['bad', 'sentence_bad'];
const PHENOMENON = ['phenomenon', 'UID', 'linguistics_term'];
const LONGEST_ROW_UNITS = 1 << 20;

/**
 * @param text of a whole file; a byte order mark does not count
 * @returns texts in NFC; a pair whose row names no phenomenon has '' for one
 * @throws OcaqError `pairs-none` where no row gives a pair
 */
export function readPairs(text: string, fileName: string): PairSet {
  const pairs: Omit<MinimalPair, 'source'>[] = [];
  const problems: { row: number; problem: PairProblem }[] = [];
  for (const row of jsonRows(text.replace(/^\uFEFF/, ''), LONGEST_ROW_UNITS)) {
    const read = 'record' in row ? pairOf(row.record) : row.problem;
    if (typeof read === 'string') problems.push({ row: row.row, problem: read });
    else pairs.push(read);
  }
  if (pairs.length === 0) throw noPairs(fileName, problems.length);
  return { pairs, problems };
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
  const values = fields.filter((field) => Object.hasOwn(record, field)).map((field) => record[field]);
  const text = values.find((value) => typeof value === 'string' && value.trim() !== '');
  return typeof text === 'string' ? text.trim().normalize('NFC') : undefined;
}

const noPairs = (file: string, rows: number): OcaqError =>
  new OcaqError(
    'pairs-none',
    `"${file}" has no minimal pair: of its ${rows} rows none has two different sentences in the fields "good" and "bad", or "sentence_good" and "sentence_bad". Choose a file of JSON lines with them.`,
    { file, rows },
  );
