/** JSON in any of its layouts (lines, an array, one object with the records in it), also as Python writes it: a document a record. */

import { requireText } from '../encoding/decode-text.ts';
import { openCorpusRows } from '../rows/json.ts';
import { type Row, recordsAmong } from '../rows/row.ts';
import { isNamedLike, type Reader, readThrough } from './reader.ts';
import { type FileHead, HEAD_BYTES } from './reader-file.ts';
import { documentsOf, maxRowUnits, previewRecords } from './records.ts';

export const jsonl = {
  id: 'jsonl',
  extensions: ['.jsonl', '.ndjson', '.json'],
  mimeTypes: ['application/json'],
  asks: 'field',
  sniff: (head: FileHead): boolean => isNamedLike(head.name, jsonl) || holdsRecords(head.text),
  async preview({ head }, chosen) {
    requireText(head);
    return previewRecords(rowsOf(head.text), chosen);
  },
  read: (file, options, counts) =>
    documentsOf(
      readThrough(file, counts, (head) => openCorpusRows(head.text, maxRowUnits(options))),
      options,
      counts,
    ),
} as const satisfies Reader;

/** The rows at the start of a file. What is left at the end may be cut off; it only counts when it is a record. */
function rowsOf(text: string): Row[] {
  const rows = openCorpusRows(text, HEAD_BYTES);
  return [...rows.push(text), ...rows.end().filter((row) => 'record' in row)];
}

/** Whether most of what is there is records; where they are bare texts, all of it: brackets and quotes begin prose too. */
function holdsRecords(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  const rows = rowsOf(text);
  const records = recordsAmong(rows).length;
  return records > 0 && (/^\s*\[\s*["']/.test(text) ? records === rows.length : 2 * records >= rows.length);
}
