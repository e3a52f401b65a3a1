/**
 * Parquet files, a row group at a time, through hyparquet (hyparam/hyparquet) and hyparquet-compressors, which are loaded when
 * the first such file is read. Values become what JSON would hold: large whole numbers text, times in ISO 8601, bytes nothing.
 * Rows are numbered from 1. Pages may be plain, or compressed by Snappy, gzip, Zstandard, LZ4 or Brotli.
 */
import type { FileMetaData } from 'hyparquet';
import { OcaqError } from '../../errors.ts';
import { isFileError } from '../file-errors.ts';
import { decompressors } from './parquet-codecs.ts';
import { pathsIn, sourceOf } from './parquet-columns.ts';
import { checkColumn } from './parquet-pages.ts';
import type { JsonRecord, Row } from './row.ts';

/** A file that is read by parts; in browsers and Node a `Blob` is one. */
export interface Parts {
  readonly size: number;
  slice(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> };
}

const MAGIC = 'PAR1';

export const isParquet = (head: Uint8Array): boolean => String.fromCharCode(...head.subarray(0, 4)) === MAGIC;

/**
 * A part of a file that says itself where its parts lie.
 * @throws Error where it lies outside of the file; a `Blob` of Node ends the process then
 */
export async function partOf(file: Parts, start: number, end: number): Promise<ArrayBuffer> {
  if (!(start >= 0 && start <= end && end <= file.size)) throw new Error('a part of it lies outside of the file');
  return file.slice(start, end).arrayBuffer();
}

/** A file as hyparquet reads it. @param onBytes told of every part that is read, by its length */
export const asyncBuffer = (file: Parts, onBytes: (bytes: number) => void = () => {}) => ({
  byteLength: file.size,
  slice(start: number, end = file.size): Promise<ArrayBuffer> {
    onBytes(end - start);
    const part = partOf(file, start, end);
    part.catch(() => undefined); // several are asked for at once, and the first one that fails ends the wait for all
    return part;
  },
});

/**
 * The table of contents of a file. Columns of geometry are not looked for: a negative number of children in the schema would keep
 * hyparquet looking for ever.
 */
export async function metadataOf(file: ReturnType<typeof asyncBuffer>): Promise<FileMetaData> {
  const { parquetMetadataAsync } = await import('hyparquet');
  return parquetMetadataAsync(file, { geoparquet: false });
}

/**
 * @param onBytes told of every part of the file that is read, by its length
 * @throws OcaqError `file-parquet-unreadable`; what reading the file throws
 */
export async function* parquetRows(
  file: Parts,
  fileName: string,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Row[]> {
  const { parquetReadObjects, parquetSchema } = await import('hyparquet');
  const compressors = await decompressors();
  const parts = asyncBuffer(file, onBytes);
  const read = (start: number, end: number) => partOf(file, start, end);
  try {
    const metadata = await metadataOf(parts);
    const paths = pathsIn(parquetSchema(metadata));
    let rowStart = 0;
    for (const group of metadata.row_groups) {
      const rowEnd = rowStart + Number(group.num_rows);
      for (const path of paths) await checkColumn(read, sourceOf(group, path));
      const records = await parquetReadObjects({ file: parts, metadata, rowStart, rowEnd, compressors });
      const first = rowStart + 1;
      yield records.map((record, i) => ({ row: first + i, record: asJson(record) as JsonRecord }));
      rowStart = rowEnd;
    }
  } catch (cause) {
    throw parquetUnreadable(fileName, cause);
  }
}

/** What is thrown for an error; that of a file which could not be read itself is thrown as it is. */
export function parquetUnreadable(fileName: string, cause: unknown): unknown {
  if (isFileError(cause)) return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new OcaqError(
    'file-parquet-unreadable',
    `${fileName} is a Parquet file that cannot be read (${reason}). Download it again, or save its records as JSON Lines.`,
    { file: fileName, reason },
    { cause },
  );
}

/** A value as JSON would hold it. */
export function asJson(value: unknown): unknown {
  if (value === undefined || value === null || ArrayBuffer.isView(value)) return null;
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (Array.isArray(value)) return value.map(asJson);
  if (typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, asJson(inner)]));
}
