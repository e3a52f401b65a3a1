/** The rows of a file of records, of any format and compressed or not, as they come. */
import { OcaqError } from '../../errors.ts';
import { openMembers } from '../containers/open-members.ts';
import { decodeText, type TextCounts } from '../encoding/decode-text.ts';
import { UTF_8 } from '../encoding/encodings.ts';
import { type ChosenFile, type ReaderFile, toldFile } from '../readers/reader-file.ts';
import { FileRows } from './file-rows.ts';
import { isParquet, parquetRows } from './parquet.ts';
import type { Row } from './row.ts';

/** Of text, or of a Parquet file; the records of a set are held whole while they are read. */
const MAX_BYTES = 512 * 2 ** 20;

/**
 * @param onBytes told of what is read of the file, by its length
 * @throws OcaqError `instructions-too-large`, `file-empty`, `file-binary`, `file-lfs-pointer`, `archive-*`,
 *   `file-parquet-unreadable`, `file-unreadable`
 */
export async function* readRows(file: ChosenFile, onBytes: (bytes: number) => void = () => {}): AsyncGenerator<Row[]> {
  if (file.size > MAX_BYTES) throw tooLarge(file);
  const told = toldFile(file);
  const head = new Uint8Array(await told.slice(0, 4).arrayBuffer());
  if (isParquet(head)) yield* parquetRows(told, file.name, onBytes);
  else for await (const member of onlyMember(watched(told, onBytes))) yield* textRows(file, member);
}

/** All of them. @throws OcaqError as `readRows` */
export async function allRows(file: ChosenFile): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const some of readRows(file)) for (const row of some) rows.push(row);
  return rows;
}

/** The file, or what is in it if it is compressed, or an archive with one file. */
async function* onlyMember(file: ChosenFile): AsyncGenerator<ReaderFile> {
  let found = 0;
  for await (const member of openMembers(file)) {
    if ('skipped' in member) continue;
    if (++found > 1) throw notOneFile(file, 'several files');
    yield member;
  }
  if (found === 0) throw notOneFile(file, 'no file that can be read');
}

async function* textRows(file: ChosenFile, member: ReaderFile): AsyncGenerator<Row[]> {
  const counts: TextCounts = { bytes: 0, badSequences: 0, encoding: UTF_8 };
  const rows = new FileRows(member.name);
  for await (const piece of decodeText(member, counts)) {
    if (counts.bytes > MAX_BYTES) throw tooLarge(file);
    yield rows.push(piece);
  }
  yield rows.end();
}

function watched(file: ChosenFile, onBytes: (bytes: number) => void): ChosenFile {
  const tell = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      onBytes(chunk.length);
      controller.enqueue(chunk);
    },
  });
  return {
    name: file.name,
    size: file.size,
    slice: (start, end) => file.slice(start, end),
    stream: () => file.stream().pipeThrough(tell),
  };
}

const notOneFile = ({ name }: ChosenFile, what: string): OcaqError =>
  new OcaqError(
    'archive-not-one-file',
    `"${name}" is an archive with ${what}. Unpack it and choose the file with the records.`,
    { file: name },
  );

const tooLarge = ({ name, size }: ChosenFile): OcaqError =>
  new OcaqError('instructions-too-large', `"${name}" holds more than 512 MiB. Split it into several files.`, {
    file: name,
    bytes: size,
  });
