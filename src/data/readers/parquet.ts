/** Parquet: a document a row, from one of its columns; only the columns that are asked for are read. */
import { isParquet } from '../rows/parquet.ts';
import { ParquetTable } from '../rows/parquet-table.ts';
import type { Reader } from './reader.ts';
import { alternatives, documentsOf, PREVIEW_RECORDS, previewRecords } from './records.ts';

export const parquet = {
  id: 'parquet',
  extensions: ['.parquet'],
  mimeTypes: ['application/vnd.apache.parquet'],
  asks: 'field',
  sniff: ({ bytes }) => isParquet(bytes),
  async preview(file, chosen) {
    const table = await ParquetTable.open(await file.parts(), file.name);
    return previewRecords(await table.firstRows(PREVIEW_RECORDS), chosen);
  },
  async *read(file, options, counts) {
    const { field = 'text', join = [], scores = [] } = options;
    const parts = await file.parts();
    const table = await ParquetTable.open(parts, file.name);
    const before = counts.bytes;
    async function* rows() {
      for await (const row of table.read(alternatives(field), [...join, ...scores])) {
        counts.bytes = before + Math.round((parts.size * row.row) / table.rows);
        yield row;
      }
      counts.bytes = before + parts.size;
    }
    yield* documentsOf(rows(), options, counts);
  },
} as const satisfies Reader;
