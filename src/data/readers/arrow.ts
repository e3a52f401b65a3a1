/** Arrow streams and files: a document a row, from one of the columns; the others are not decoded. */
import { arrowRows, isArrow } from '../rows/arrow.ts';
import type { Row } from '../rows/row.ts';
import { chunksOf } from '../utf8.ts';
import type { Reader } from './reader.ts';
import { alternatives, documentsOf, PREVIEW_RECORDS, previewRecords } from './records.ts';

export const arrow = {
  id: 'arrow',
  extensions: ['.arrow', '.feather'],
  mimeTypes: ['application/vnd.apache.arrow.stream', 'application/vnd.apache.arrow.file'],
  asks: 'field',
  sniff: ({ bytes }) => isArrow(bytes),
  async preview(file, chosen) {
    const rows: Row[] = [];
    await file.keep();
    for await (const row of arrowRows(file.stream(), file.name, () => true)) {
      rows.push(row);
      if (rows.length === PREVIEW_RECORDS) break;
    }
    return previewRecords(rows, chosen);
  },
  read(file, options, counts) {
    const { field = 'text', join = [], scores = [] } = options;
    const wanted = [...alternatives(field), ...join, ...scores];
    const isWanted = (column: string) => wanted.some((name) => name === column || name.startsWith(`${column}.`));
    async function* counted() {
      for await (const chunk of chunksOf(file.stream())) {
        counts.bytes += chunk.length;
        yield chunk;
      }
    }
    return documentsOf(arrowRows(counted(), file.name, isWanted), options, counts);
  },
} as const satisfies Reader;
