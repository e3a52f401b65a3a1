/** The rows of a file of records, of any format and gzipped or not, as they come. */
import { OcaqError } from '../../errors.ts';
import { plainBytes } from '../plain-bytes.ts';
import { chunksOf, decodeUtf8 } from '../utf8.ts';
import { FileRows } from './file-rows.ts';
import { isParquet, type Parts, parquetRows } from './parquet.ts';
import type { Row } from './row.ts';

/** In browsers and Node a `File` is one. */
export interface RowFile extends Parts {
  readonly name: string;
  stream(): ReadableStream<Uint8Array>;
}

/** Of text, or of a Parquet file; the records of a set are held whole while they are read. */
const MAX_BYTES = 512 * 2 ** 20;

/**
 * @param onBytes told of what is read of the file, by its length
 * @throws OcaqError `instructions-too-large`, `file-empty`, `file-binary`, `file-format-unsupported`, `file-lfs-pointer`,
 *   `file-gzip-damaged`, `file-parquet-unreadable`
 */
export async function* readRows(file: RowFile, onBytes: (bytes: number) => void = () => {}): AsyncGenerator<Row[]> {
  if (file.size > MAX_BYTES) throw tooLarge(file);
  const head = new Uint8Array(await file.slice(0, 4).arrayBuffer());
  yield* isParquet(head) ? parquetRows(file, file.name, onBytes) : textRows(file, onBytes);
}

async function* textRows(file: RowFile, onBytes: (bytes: number) => void): AsyncGenerator<Row[]> {
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunksOf(file.stream())) {
      onBytes(chunk.length);
      yield chunk;
    }
  }
  const counts = { bytes: 0, badSequences: 0 };
  const rows = new FileRows(file.name);
  for await (const piece of decodeUtf8(plainBytes(chunks(), file.name), counts, file.name)) {
    if (counts.bytes > MAX_BYTES) throw tooLarge(file);
    yield rows.push(piece);
  }
  yield rows.end();
}

const tooLarge = ({ name, size }: RowFile): OcaqError =>
  new OcaqError('instructions-too-large', `"${name}" holds more than 512 MiB. Split it into several files.`, {
    file: name,
    bytes: size,
  });
