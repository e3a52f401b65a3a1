/**
 * zip archives (PKWARE APPNOTE 6.3) by the table at their end, also zip64; files stored or deflated, by fflate, their
 * checksums held to. Encrypted files and other methods are named, not read. An archive whose end is missing is read from
 * the front as far as its files can be told apart. Memory: the table, 64 MiB at most.
 */
import { Inflate } from 'fflate';
import { crc32 } from '../../formats/crc32.ts';
import type { Parts } from '../rows/parquet.ts';
import { ByteReader, Damage } from './byte-reader.ts';
import type { Entry, SkipReason } from './container.ts';
import { entryName } from './entry-name.ts';
import { blocksOf, partOf, readPart } from './parts.ts';

const LOCAL_HEADER = 0x04034b50;
const TABLE_ENTRY = 0x02014b50;
const END = 0x06054b50;
const END64_LOCATOR = 0x07064b50;
const END64 = 0x06064b50;
const DESCRIPTOR = [0x50, 0x4b, 7, 8];

const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED = 1;
const SIZES_FOLLOW = 8;
const UTF8_NAMES = 0x800;
const IN_ZIP64 = 0xffffffff;

const LOCAL_BYTES = 30;
const ENTRY_BYTES = 46;
const END_BYTES = 22;
const END64_BYTES = 56;
const LOCATOR_BYTES = 20;
const MAX_COMMENT_BYTES = 65_535;
const MAX_TABLE_BYTES = 2 ** 26;
/** What is unpacked at once comes to 17 MB at most. */
const PIECE_BYTES = 16_384;

export const isZip = (head: Uint8Array): boolean =>
  head[0] === 0x50 && head[1] === 0x4b && ((head[2] === 3 && head[3] === 4) || (head[2] === 5 && head[3] === 6));

interface ZipFile {
  readonly path: string;
  readonly isFolder: boolean;
  readonly flags: number;
  readonly method: number;
  /** null: not known, because what states it is missing. */
  readonly crc: number | null;
  readonly packedBytes: number;
  readonly bytes: number;
  /** Where its local header lies in the archive. */
  readonly offset: number;
}

/** The files of an archive, and what is wrong with the archive behind the last of them. @throws Damage */
export async function zipEntries(archive: Parts): Promise<{ entries: Entry[]; damage: Damage | null }> {
  const { files, damage } = await readTable(archive);
  // Files that share packed bytes come to any size: Fifield, "A better zip bomb" (WOOT 2019).
  if (files.reduce((sum, { packedBytes }) => sum + packedBytes, 0) > archive.size) {
    throw new Damage('has files that overlap', 0);
  }
  return { entries: files.filter(({ isFolder }) => !isFolder).map((file) => entryOf(archive, file)), damage };
}

function entryOf(archive: Parts, file: ZipFile): Entry {
  let unreadable: SkipReason | undefined;
  if (file.flags & ENCRYPTED) unreadable = 'encrypted';
  else if (file.method !== STORED && file.method !== DEFLATED) unreadable = 'method-unknown';
  return {
    path: file.path,
    size: file.bytes,
    isCompressed: file.method !== STORED,
    ...(unreadable ? { unreadable } : {}),
    async *stream() {
      const [start, end] = await extentOf(archive, file);
      const packed = new ByteReader(blocksOf(archive, start, end));
      yield* checked(file.method === STORED ? packed.pass(file.packedBytes) : inflate(packed), file, start);
    },
    ...(file.method === STORED ? { parts: async () => partOf(archive, ...(await extentOf(archive, file))) } : {}),
  };
}

/** Where the packed bytes of a file lie. @throws Damage */
async function extentOf(archive: Parts, { offset, packedBytes }: ZipFile): Promise<[start: number, end: number]> {
  const header = view(await readPart(archive, offset, Math.min(archive.size, offset + LOCAL_BYTES)));
  if (header.byteLength < LOCAL_BYTES || header.getUint32(0, true) !== LOCAL_HEADER) {
    throw new Damage('has a file that is not where its table says', offset);
  }
  const start = offset + LOCAL_BYTES + header.getUint16(26, true) + header.getUint16(28, true);
  return [start, start + packedBytes];
}

async function* inflate(packed: ByteReader): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = [];
  const inflater = new Inflate((piece) => {
    if (piece.length > 0) ready.push(piece);
  });
  const push = function* (piece: Uint8Array, final: boolean): Generator<Uint8Array> {
    try {
      inflater.push(piece, final);
    } catch (cause) {
      yield* ready.splice(0);
      throw new Damage(final ? 'ends early' : 'is not what was compressed', packed.offset, { cause });
    }
    yield* ready.splice(0);
  };
  for (let bytes = await packed.peek(1); bytes.length > 0; bytes = await packed.peek(1)) {
    yield* push(packed.take(Math.min(PIECE_BYTES, bytes.length)), false);
  }
  yield* push(new Uint8Array(), true);
}

/** Passes the content of a file on, never more than the archive states. @throws Damage */
async function* checked(chunks: AsyncGenerator<Uint8Array>, file: ZipFile, at: number): AsyncGenerator<Uint8Array> {
  let crc = 0;
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (file.crc !== null && bytes > file.bytes) throw new Damage('has a file that is larger than it says', at);
    crc = crc32(chunk, crc);
    yield chunk;
  }
  if (file.crc !== null && (bytes !== file.bytes || crc !== file.crc)) {
    throw new Damage('has a file that fails its checksum', at);
  }
}

interface ZipTable {
  files: ZipFile[];
  damage: Damage | null;
}

async function readTable(archive: Parts): Promise<ZipTable> {
  // The end record has a comment behind it, and before it what zip64 adds.
  const tailStart = Math.max(0, archive.size - END_BYTES - MAX_COMMENT_BYTES - LOCATOR_BYTES);
  const tail = view(await readPart(archive, tailStart, archive.size));
  let end = tail.byteLength - END_BYTES;
  while (end >= 0 && tail.getUint32(end, true) !== END) end--;
  if (end < 0) return readFromFront(archive);
  let count = tail.getUint16(end + 10, true);
  let size = tail.getUint32(end + 12, true);
  let start = tail.getUint32(end + 16, true);
  const locator = end - LOCATOR_BYTES;
  if (locator >= 0 && tail.getUint32(locator, true) === END64_LOCATOR) {
    const at = Number(tail.getBigUint64(locator + 8, true));
    const record = view(await readPart(archive, Math.min(at, archive.size), Math.min(archive.size, at + END64_BYTES)));
    if (record.byteLength < END64_BYTES || record.getUint32(0, true) !== END64) throw damagedTable(at);
    count = Number(record.getBigUint64(32, true));
    size = Number(record.getBigUint64(40, true));
    start = Number(record.getBigUint64(48, true));
  }
  if (start + size > tailStart + end || size > MAX_TABLE_BYTES) throw damagedTable(tailStart + end);
  return { files: tableEntries(await readPart(archive, start, start + size), count, start), damage: null };
}

function tableEntries(bytes: Uint8Array, count: number, start: number): ZipFile[] {
  const table = view(bytes);
  const files: ZipFile[] = [];
  for (let at = 0; files.length < count; ) {
    if (at + ENTRY_BYTES > table.byteLength || table.getUint32(at, true) !== TABLE_ENTRY)
      throw damagedTable(start + at);
    const extraStart = at + ENTRY_BYTES + table.getUint16(at + 28, true);
    const extraEnd = extraStart + table.getUint16(at + 30, true);
    const next = extraEnd + table.getUint16(at + 32, true);
    if (next > table.byteLength) throw damagedTable(start + at);
    const [size, packedBytes, offset] = sizesOf(
      [table.getUint32(at + 24, true), table.getUint32(at + 20, true), table.getUint32(at + 42, true)],
      bytes.subarray(extraStart, extraEnd),
    );
    files.push({
      ...named(bytes.subarray(at + ENTRY_BYTES, extraStart), table.getUint16(at + 8, true)),
      method: table.getUint16(at + 10, true),
      crc: table.getUint32(at + 16, true),
      packedBytes: packedBytes!,
      bytes: size!,
      offset: offset!,
    });
    at = next;
  }
  return files;
}

const named = (name: Uint8Array, flags: number): Pick<ZipFile, 'path' | 'isFolder' | 'flags'> => ({
  path: entryName(name, (flags & UTF8_NAMES) !== 0),
  isFolder: name.at(-1) === 0x2f || name.at(-1) === 0x5c,
  flags,
});

/** The values of a header; those that do not fit it stand in its zip64 field (id 1), in the same order. */
function sizesOf(values: readonly number[], extra: Uint8Array): number[] {
  const fields = view(extra);
  for (let at = 0; at + 4 <= extra.length; at += 4 + fields.getUint16(at + 2, true)) {
    if (fields.getUint16(at, true) !== 1) continue;
    let from = at + 4;
    const end = Math.min(extra.length, from + fields.getUint16(at + 2, true));
    return values.map((value) => {
      if (value !== IN_ZIP64 || from + 8 > end) return value;
      from += 8;
      return Number(fields.getBigUint64(from - 8, true));
    });
  }
  return [...values];
}

/** An archive without its end: its files by their local headers, the last one possibly cut. */
async function readFromFront(archive: Parts): Promise<ZipTable> {
  const files: ZipFile[] = [];
  let at = 0;
  for (;;) {
    const bytes = await readPart(archive, at, Math.min(archive.size, at + LOCAL_BYTES + 2 * 65_535));
    const header = view(bytes);
    if (header.byteLength < LOCAL_BYTES || header.getUint32(0, true) !== LOCAL_HEADER) break;
    const flags = header.getUint16(6, true);
    const extraStart = LOCAL_BYTES + header.getUint16(26, true);
    const extraEnd = extraStart + header.getUint16(28, true);
    if (extraEnd > bytes.length) break;
    const start = at + extraEnd;
    const follows = flags & SIZES_FOLLOW ? await findDescriptor(archive, start) : null;
    const [size, packed] = sizesOf(
      [header.getUint32(22, true), header.getUint32(18, true)],
      bytes.subarray(extraStart, extraEnd),
    );
    const packedBytes = flags & SIZES_FOLLOW ? (follows?.packedBytes ?? archive.size - start) : packed!;
    const isWhole = (follows !== null || !(flags & SIZES_FOLLOW)) && start + packedBytes <= archive.size;
    files.push({
      ...named(bytes.subarray(LOCAL_BYTES, extraStart), flags),
      method: header.getUint16(8, true),
      crc: isWhole ? (follows?.crc ?? header.getUint32(14, true)) : null,
      packedBytes: Math.min(packedBytes, archive.size - start),
      bytes: follows?.bytes ?? size!,
      offset: at,
    });
    at = follows?.end ?? start + packedBytes;
    if (!isWhole) break;
  }
  return { files, damage: new Damage('ends early, without its table of files', Math.min(at, archive.size)) };
}

interface Descriptor {
  crc: number;
  packedBytes: number;
  bytes: number;
  end: number;
}

/** What follows a file whose sizes its header does not have: told by the packed size that it states. */
async function findDescriptor(archive: Parts, start: number): Promise<Descriptor | null> {
  let at = start;
  const reader = new ByteReader(blocksOf(archive, start));
  for (let bytes = await reader.peek(16); bytes.length >= 16; bytes = await reader.peek(16)) {
    const found = bytes.indexOf(DESCRIPTOR[0]!);
    const skipped = found < 0 ? bytes.length : found;
    reader.take(skipped);
    at += skipped;
    if (found < 0) continue;
    const candidate = (await reader.peek(24)).slice(0, 24);
    const record = view(candidate);
    if (DESCRIPTOR.every((byte, i) => candidate[i] === byte) && candidate.length >= 16) {
      const crc = record.getUint32(4, true);
      if (record.getUint32(8, true) === at - start) {
        return { crc, packedBytes: at - start, bytes: record.getUint32(12, true), end: at + 16 };
      }
      if (candidate.length === 24 && Number(record.getBigUint64(8, true)) === at - start) {
        return { crc, packedBytes: at - start, bytes: Number(record.getBigUint64(16, true)), end: at + 24 };
      }
    }
    reader.take(1);
    at++;
  }
  return null;
}

const damagedTable = (at: number): Damage => new Damage('has a table of files that is not one', at);

const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
