/**
 * Zip archives of folders: written as a stream without compression (weights do not compress), and read back file by
 * file without holding the archive. Reading checks every file's CRC-32 when it is opened; a compressed file is unpacked
 * as a stream and may not exceed what the archive states. Limits: written, no archive beyond 4 GiB (stored-zip.ts writes
 * larger ones); read, no file beyond 4 GiB, no encryption, compression by deflate only, 1 GiB for a compressed file.
 * Layout: PKWARE APPNOTE 6.3, sections 4.3 to 4.5.
 */
import { Zip, ZipPassThrough } from 'fflate';
import { OcaqError } from '../errors.ts';
import { type ByteSource, blobSource, readExactly } from './byte-source.ts';
import { crc32 } from './crc32.ts';
import type { FolderSource, OutputFile } from './hf-folder.ts';

interface ZipEntry {
  name: string;
  method: number;
  crc: number;
  packedBytes: number;
  bytes: number;
  /** Where its local header lies in the archive. */
  offset: number;
}

const ARCHIVE_LIMIT = 2 ** 32 - 1;
const UNPACKED_LIMIT = 2 ** 30;
const DIRECTORY_LIMIT = 2 ** 24;
const READ_BLOCK = 2 ** 22;

/** What stands where a number needs more bits than the field has: zip64 says it elsewhere. */
const FULL_32 = 0xffffffff;
const FULL_16 = 0xffff;

const STORED = 0;
const DEFLATED = 8;

/** A source as large as a file that a browser hands over. */
type Archive = { name: string; blob: Blob; source: ByteSource };

/**
 * Yields the bytes of an archive with these files, in pieces as they come.
 * @param limit bytes the archive may have, at most the 4 GiB of the format
 * @throws `zip-too-large` when it would pass the limit; whatever the files' contents throw.
 */
export async function* zipStream(
  files: AsyncIterable<OutputFile>,
  limit: number = ARCHIVE_LIMIT,
): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = [];
  let written = 0;
  const zip = new Zip((error, piece) => {
    if (error) throw error;
    written += piece.length;
    ready.push(piece);
  });
  for await (const { name, content } of files) {
    const entry = new ZipPassThrough(name);
    zip.add(entry);
    for await (const piece of content instanceof Uint8Array ? [content] : content) {
      entry.push(piece);
      if (written > limit) throw tooLarge(name);
      yield* ready.splice(0);
    }
    entry.push(new Uint8Array(0), true);
  }
  zip.end();
  if (written > limit) throw tooLarge('');
  yield* ready;
}

/**
 * The files of an archive as a folder. Where everything lies in one folder inside, that folder is taken; files in deeper
 * folders are left out.
 * @throws from `list` and `open`: `zip-not-an-archive`, `zip-damaged`, `zip-unsupported`, `zip-too-large`, `file-missing`
 */
export function unzipFolder(name: string, blob: Blob): FolderSource {
  const archive: Archive = { name, blob, source: blobSource(name, blob) };
  let reading: Promise<Map<string, ZipEntry>> | undefined;
  const entries = () => {
    reading ??= readDirectory(archive).then(topFolder);
    return reading;
  };
  return {
    name,
    list: async () => [...(await entries()).keys()],
    async open(file) {
      const entry = (await entries()).get(file);
      if (entry === undefined) throw fileMissing(name, file);
      return openEntry(archive, entry, file);
    },
  };
}

/**
 * The files that `unzipFolder` shows, as parts of the archive, which are read when somebody reads them.
 * @throws as `unzipFolder`
 */
export async function unzippedFiles(name: string, blob: Blob): Promise<Map<string, Blob>> {
  const archive: Archive = { name, blob, source: blobSource(name, blob) };
  const files = new Map<string, Blob>();
  for (const [file, entry] of topFolder(await readDirectory(archive))) files.set(file, await entryBlob(archive, entry));
  return files;
}

export interface OpenedArchive {
  /** Whole names in the order of the archive; a hostile one may have a name twice. */
  readonly names: readonly string[];
  /** The first of this name. */
  open(name: string): Promise<ByteSource>;
}

/**
 * The files of an archive as they are in it, without taking it for a folder.
 * @throws here and from `open` as `unzipFolder` does
 */
export async function openArchive(name: string, blob: Blob): Promise<OpenedArchive> {
  const archive: Archive = { name, blob, source: blobSource(name, blob) };
  const entries = await readDirectory(archive);
  return {
    names: entries.map((entry) => entry.name),
    open: async (file) => {
      const entry = entries.find((one) => one.name === file);
      if (entry === undefined) throw fileMissing(name, file);
      return openEntry(archive, entry, file);
    },
  };
}

/**
 * The files of an archive whose names begin so, as a folder. All of the archive is read once, and held to its checksums.
 * @throws as `openArchive`
 */
export async function insideArchive(name: string, blob: Blob, prefix: string): Promise<FolderSource> {
  const { names, open } = await openArchive(name, blob);
  for (const file of names) await open(file);
  const inside = names.filter((file) => file.startsWith(prefix)).map((file) => file.slice(prefix.length));
  return { name, list: async () => inside, open: (file) => open(`${prefix}${file}`) };
}

/** Reads the central directory at the end of the archive. */
async function readDirectory(archive: Archive): Promise<ZipEntry[]> {
  const { name, source } = archive;
  // The end record is 22 bytes and a comment of up to 65 535.
  const tailStart = Math.max(0, source.size - 22 - 65535);
  const tail = view(await readExactly(source, tailStart, source.size));
  let end = tail.byteLength - 22;
  while (end >= 0 && tail.getUint32(end, true) !== 0x06054b50) end--;
  if (end < 0) {
    throw new OcaqError(
      'zip-not-an-archive',
      `"${name}" is not a zip archive, or its end is missing. Download or copy it again.`,
      { file: name },
    );
  }
  const { count, size, start } = await directoryPlace(archive, tail, end);
  if (start + size > tailStart + end || size > DIRECTORY_LIMIT) throw damaged(archive, 'its table of files');
  const directory = view(await readExactly(source, start, start + size));
  const entries: ZipEntry[] = [];
  for (let at = 0; entries.length < count; ) {
    if (at + 46 > size || directory.getUint32(at, true) !== 0x02014b50) throw damaged(archive, 'its table of files');
    const nameLength = directory.getUint16(at + 28, true);
    const next = at + 46 + nameLength + directory.getUint16(at + 30, true) + directory.getUint16(at + 32, true);
    if (next > size) throw damaged(archive, 'its table of files');
    const entry: ZipEntry = {
      name: new TextDecoder().decode(new Uint8Array(directory.buffer, directory.byteOffset + at + 46, nameLength)),
      method: directory.getUint16(at + 10, true),
      crc: directory.getUint32(at + 16, true),
      packedBytes: directory.getUint32(at + 20, true),
      bytes: directory.getUint32(at + 24, true),
      offset: directory.getUint32(at + 42, true),
    };
    if (entry.offset === FULL_32) {
      entry.offset = wideOffset(directory, at + 46 + nameLength, next);
      if (Number.isNaN(entry.offset)) throw damaged(archive, `"${entry.name}"`);
    }
    const encrypted = (directory.getUint16(at + 8, true) & 1) !== 0;
    if (encrypted || (entry.method !== STORED && entry.method !== DEFLATED)) {
      throw new OcaqError(
        'zip-unsupported',
        `The file "${entry.name}" in "${name}" is ${encrypted ? 'encrypted' : 'packed by an unknown method'}. Unpack the archive and choose the folder.`,
        { file: name, entry: entry.name },
      );
    }
    entries.push(entry);
    at = next;
  }
  return entries;
}

/** As the end record says, or where that is too narrow for it, as the record of zip64 says to which its locator leads. */
async function directoryPlace(
  archive: Archive,
  tail: DataView,
  end: number,
): Promise<{ count: number; size: number; start: number }> {
  const count = tail.getUint16(end + 10, true);
  const size = tail.getUint32(end + 12, true);
  const start = tail.getUint32(end + 16, true);
  if (count !== FULL_16 && start !== FULL_32) return { count, size, start };
  const { source } = archive;
  const isWide = end >= 20 && tail.getUint32(end - 20, true) === 0x07064b50;
  const at = isWide ? Number(tail.getBigUint64(end - 12, true)) : source.size;
  if (at + 56 > source.size) throw damaged(archive, 'its table of files');
  const wide = view(await readExactly(source, at, at + 56));
  if (wide.getUint32(0, true) !== 0x06064b50) throw damaged(archive, 'its table of files');
  const [wideCount, wideSize, wideStart] = [32, 40, 48].map((place) => Number(wide.getBigUint64(place, true)));
  return { count: wideCount!, size: wideSize!, start: wideStart! };
}

/** Of an entry whose place needs more than 32 bits, from its extra fields; NaN where they do not say it. */
function wideOffset(directory: DataView, start: number, end: number): number {
  for (let at = start; at + 4 <= end; at += 4 + directory.getUint16(at + 2, true)) {
    const [id, bytes] = [directory.getUint16(at, true), directory.getUint16(at + 2, true)];
    // Sizes stand before it where they need more bits too; files of that size are not read here.
    if (id === 1 && bytes === 8 && at + 12 <= end) return Number(directory.getBigUint64(at + 4, true));
  }
  return Number.NaN;
}

function topFolder(entries: readonly ZipEntry[]): Map<string, ZipEntry> {
  const files = entries.filter(({ name }) => !name.endsWith('/') && !name.startsWith('__MACOSX/'));
  const first = files[0]?.name ?? '';
  const folder = first.slice(0, first.indexOf('/') + 1);
  const inside = files.every(({ name }) => name.startsWith(folder)) ? folder.length : 0;
  return new Map(
    files.map((entry) => [entry.name.slice(inside), entry] as const).filter(([name]) => !name.includes('/')),
  );
}

const openEntry = async (archive: Archive, entry: ZipEntry, file: string): Promise<ByteSource> =>
  blobSource(file, await entryBlob(archive, entry));

/** Held to its size and checksum. */
async function entryBlob(archive: Archive, entry: ZipEntry): Promise<Blob> {
  const { source, blob } = archive;
  if (entry.offset + 30 > source.size) throw damaged(archive, `"${entry.name}"`);
  const local = view(await readExactly(source, entry.offset, entry.offset + 30));
  const start = entry.offset + 30 + local.getUint16(26, true) + local.getUint16(28, true);
  if (local.getUint32(0, true) !== 0x04034b50 || start + entry.packedBytes > source.size) {
    throw damaged(archive, `"${entry.name}"`);
  }
  const packed = blob.slice(start, start + entry.packedBytes);
  const content = entry.method === STORED ? packed : await inflate(archive, entry, packed);
  const crc = await crcOf(blobSource(entry.name, content));
  if (content.size !== entry.bytes || crc !== entry.crc) throw damaged(archive, `"${entry.name}"`);
  return content;
}

/** Unpacks one file, never more of it than the archive states. */
async function inflate(archive: Archive, entry: ZipEntry, packed: Blob): Promise<Blob> {
  if (entry.bytes > UNPACKED_LIMIT) {
    throw new OcaqError(
      'zip-too-large',
      `The file "${entry.name}" in "${archive.name}" unpacks to ${entry.bytes} bytes, more than the ${UNPACKED_LIMIT} that can be unpacked here. Unpack the archive and choose the folder.`,
      { file: archive.name, entry: entry.name, bytes: entry.bytes, limit: UNPACKED_LIMIT },
    );
  }
  const reader = packed.stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      bytes += piece.value.length;
      if (bytes > entry.bytes) break;
      pieces.push(piece.value as Uint8Array<ArrayBuffer>);
    }
    await reader.cancel();
  } catch (cause) {
    throw damaged(archive, `"${entry.name}"`, cause);
  }
  return new Blob(pieces);
}

/** Of a whole source, read block by block. */
async function crcOf(source: ByteSource): Promise<number> {
  let crc = 0;
  for (let start = 0; start < source.size; start += READ_BLOCK) {
    crc = crc32(await readExactly(source, start, Math.min(source.size, start + READ_BLOCK)), crc);
  }
  return crc;
}

const fileMissing = (folder: string, file: string): OcaqError =>
  new OcaqError('file-missing', `"${folder}" has no file "${file}". Choose the archive of a whole model folder.`, {
    folder,
    file,
  });

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function damaged(archive: Archive, part: string, cause?: unknown): OcaqError {
  return new OcaqError(
    'zip-damaged',
    `The archive "${archive.name}" is damaged at ${part}. Download or copy it again.`,
    { file: archive.name, part },
    { cause },
  );
}

function tooLarge(file: string): OcaqError {
  return new OcaqError(
    'zip-too-large',
    'The archive would be larger than 4 GiB, the most a zip file of this kind can hold. Export into a folder instead, or in a 16-bit format.',
    { file, limit: ARCHIVE_LIMIT },
  );
}
