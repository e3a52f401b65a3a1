/** What the commands say of rows of a file that gave no document. */
import { beginning } from '../data/excerpt.ts';
import type { BadRowReason, ReadCounts } from '../data/readers/reader.ts';
import { amountOf } from './amount.ts';

export const ROW_REASONS: Readonly<Record<BadRowReason, string>> = {
  'not-json': 'is not JSON',
  'not-an-object': 'has no named fields',
  'row-too-long': 'is too long',
  'array-broken-off': 'is cut off, or a bracket or quote in it is not closed; nothing after it was read',
  'columns-differ': 'has more or fewer cells than the header',
  damaged: 'stands in a damaged part of the file',
  'field-missing': 'does not have the field',
  'field-not-text': 'has something other than text in the field',
};
const NAMED = 3;
const SHOWN_UNITS = 60;

/** How many there are, the first few of each reason with their beginnings, and where their text is instead. */
export function badRowsText(
  file: string,
  counts: Pick<ReadCounts, 'badRows' | 'badRowReasons' | 'badRowExamples' | 'otherFields'>,
): string {
  const { badRows, badRowReasons, badRowExamples, otherFields } = counts;
  const lines = [`${file}: ${amountOf(badRows, 'row')} could not be used`];
  for (const [reason, count] of Object.entries(badRowReasons)) {
    const what = ROW_REASONS[reason as BadRowReason];
    const examples = badRowExamples.filter((one) => one.reason === reason).slice(0, NAMED);
    for (const { row, excerpt } of examples) lines.push(`  row ${row} ${what}${shown(excerpt)}`);
    const more = count - examples.length;
    if (examples.length === 0) lines.push(`  ${amountOf(more, 'row that', 'rows, each of which')} ${what}`);
    else if (more > 0) lines.push(`  ${more} more like ${examples.length === 1 ? 'it' : 'these'}`);
  }
  for (const [field, count] of Object.entries(otherFields))
    lines.push(`  ${amountOf(count, 'row has', 'rows have')} text in "${field}" instead`);
  return lines.join('\n');
}

/** On one line. */
const shown = (excerpt = ''): string =>
  excerpt === '' ? '' : `: ${beginning(excerpt.replace(/\s+/g, ' '), SHOWN_UNITS)}`;
