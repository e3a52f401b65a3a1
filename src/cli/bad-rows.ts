/** What the commands say of rows of a file that gave no document. */
import type { BadRowReason, ReadCounts } from '../data/readers/reader.ts';

export const ROW_REASONS: Readonly<Record<BadRowReason, string>> = {
  'not-json': 'is not JSON',
  'not-an-object': 'has no named fields',
  'row-too-long': 'is too long',
  'array-broken-off': 'is cut off, and nothing after it was read',
  'columns-differ': 'has more or fewer cells than the header',
  'field-missing': 'does not have the field',
  'field-not-text': 'has something other than text in the field',
};
const NAMED = 3;

/** How many there are, and the first few. */
export function badRowsText(file: string, { badRows, badRowExamples }: Pick<ReadCounts, 'badRows' | 'badRowExamples'>) {
  const named = badRowExamples.slice(0, NAMED).map(({ row, reason }) => `row ${row} ${ROW_REASONS[reason]}`);
  const more = badRows > named.length ? ', …' : '';
  return `${file}: ${badRows} ${badRows === 1 ? 'row' : 'rows'} could not be used (${named.join(', ')}${more})`;
}
