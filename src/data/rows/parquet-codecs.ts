/** How pages of Parquet files are unpacked. */
import { unpackZstd } from './zstd-frame.ts';

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
