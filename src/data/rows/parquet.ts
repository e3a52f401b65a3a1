/**
 * Parquet files, a row group at a time, through hyparquet (hyparam/hyparquet) and hyparquet-compressors, which are loaded when
 * the first such file is read. Values become what JSON would hold: large whole numbers text, times in ISO 8601, bytes nothing.
 * Rows are numbered from 1. Pages may be plain, or compressed by Snappy, gzip, Zstandard, LZ4 or Brotli.
 */
import { OcaqError } from '../../errors.ts';
import type { JsonRecord, Row } from './row.ts';
import { unpackZstd } from './zstd-frame.ts';

/** A file that is read by parts; in browsers and Node a `Blob` is one. */
export interface Parts {
  readonly size: number;
  slice(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> };
}

const MAGIC = 'PAR1';

export const isParquet = (head: Uint8Array): boolean => String.fromCharCode(...head.subarray(0, 4)) === MAGIC;

/**
 * @param onBytes told of every part of the file that is read, by its length
 * @throws OcaqError `file-parquet-unreadable`; what reading the file throws
 */
export async function* parquetRows(
  file: Parts,
  fileName: string,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Row[]> {
  const { parquetMetadataAsync, parquetReadObjects } = await import('hyparquet');
  const compressors = await decompressors();
  const parts = {
    byteLength: file.size,
    async slice(start: number, end = file.size) {
      onBytes(end - start);
      return file.slice(start, end).arrayBuffer();
    },
  };
  try {
    const metadata = await parquetMetadataAsync(parts);
    let rowStart = 0;
    for (const group of metadata.row_groups) {
      const rowEnd = rowStart + Number(group.num_rows);
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
  if (cause instanceof DOMException) return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new OcaqError(
    'file-parquet-unreadable',
    `${fileName} is a Parquet file that cannot be read (${reason}). Download it again, or save its records as JSON Lines.`,
    { file: fileName, reason },
    { cause },
  );
}

/** Besides Snappy, which the reader has itself; that of Zstandard is ours, which no damage holds up. */
export async function decompressors() {
  const { decompressBrotli, decompressGzip, decompressLz4, decompressLz4Raw } = await import('hyparquet-compressors');
  return {
    GZIP: decompressGzip,
    ZSTD: unpackZstd,
    LZ4: decompressLz4,
    LZ4_RAW: decompressLz4Raw,
    BROTLI: decompressBrotli,
  };
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
