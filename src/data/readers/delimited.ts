/** Tables as text (CSV, TSV and their like): a document a row, from one of its columns. */

import { requireText } from '../encoding/decode-text.ts';
import { isTable, openTable } from '../rows/delimited.ts';
import type { Row } from '../rows/row.ts';
import { LineBreaks } from '../splitting.ts';
import { isNamedLike, type PieceStream, type Reader, type ReaderOptions, readThrough } from './reader.ts';
import { type FileHead, HEAD_BYTES } from './reader-file.ts';
import { documentsOf, maxRowUnits, previewRecords } from './records.ts';

export const delimited = {
  id: 'delimited',
  extensions: ['.csv', '.tsv', '.tab'],
  mimeTypes: ['text/csv', 'text/tab-separated-values'],
  asks: 'field',
  hasHeader: true,
  sniff: (head: FileHead): boolean => isNamedLike(head.name, delimited) || isTable(head.text),
  async preview({ head }, chosen) {
    requireText(head);
    const rows = openTable(head.text, HEAD_BYTES, chosen.header ?? 'auto');
    const whole = rows.push(head.text);
    return previewRecords(head.bytes.length < HEAD_BYTES ? [...whole, ...rows.end()] : whole, chosen);
  },
  read: (file, options, counts) =>
    documentsOf(
      readThrough(file, counts, (head) => rowsOf(head, options)),
      options,
      counts,
    ),
} as const satisfies Reader;

function rowsOf(head: FileHead, options: ReaderOptions): PieceStream<Row> {
  const rows = openTable(head.text, maxRowUnits(options), options.header ?? 'auto');
  const breaks = new LineBreaks();
  return { push: (piece) => rows.push(breaks.push(piece)), end: () => rows.end() };
}
