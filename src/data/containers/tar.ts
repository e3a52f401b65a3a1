/**
 * tar archives as a stream: ustar (POSIX 1003.1-1988) with pax records (POSIX.1-2001: path, size), GNU long names and sizes,
 * and the older form without a magic number, which its checksum tells. Links, devices and sparse files are named, not read.
 */
import { type ByteReader, Damage } from './byte-reader.ts';
import type { Entry, SkipReason } from './container.ts';
import { entryName } from './entry-name.ts';

const BLOCK = 512;
/** Of the records and names that stand before a file. */
const MAX_EXTENSION_BYTES = 1_048_576;

/** Types of entries that say something of the next one, or of all. */
const LONG_NAME = 'L';
const LONG_LINK = 'K';
const PAX = 'x';
const PAX_GLOBAL = 'g';
const FOLDER = '5';
const FILES = ['0', '\0', '7'];
/** Links, devices and folders, which have no content whatever their size says. */
const WITHOUT_CONTENT = ['1', '2', '3', '4', FOLDER, '6'];

export const isTar = (head: Uint8Array): boolean => head.length >= BLOCK && head[0] !== 0 && hasChecksum(head);

/**
 * The files of an archive, in order. The stream of one is over when the next is asked for; what was left of it is skipped.
 * @throws Damage
 */
export async function* tarEntries(archive: ByteReader): AsyncGenerator<Entry> {
  let next: { path?: string; size?: number } = {};
  for (;;) {
    const start = archive.offset;
    const available = (await archive.peek(BLOCK)).length;
    // The end is two blocks of zeros, but some archives just end.
    if (available === 0) return;
    const header = await archive.read(BLOCK);
    if (header.every((byte) => byte === 0)) return;
    if (!hasChecksum(header)) throw new Damage('has a header that fails its checksum', start);
    const type = String.fromCharCode(header[156]!);
    const stated = numberAt(header, 124, 12, start);

    if (type === LONG_NAME || type === LONG_LINK || type === PAX || type === PAX_GLOBAL) {
      if (stated > MAX_EXTENSION_BYTES) throw new Damage('has a header that is too large', start);
      const content = await archive.read(stated);
      await archive.skip(paddingOf(stated));
      if (type === LONG_NAME) next = { ...next, path: entryName(untilNul(content)) };
      if (type === PAX) next = { ...next, ...paxRecords(content) };
      continue;
    }

    const path = next.path ?? pathOf(header);
    const size = WITHOUT_CONTENT.includes(type) ? 0 : (next.size ?? stated);
    next = {};
    if (type === FOLDER) continue;
    const unreadable: SkipReason | undefined = FILES.includes(type) ? undefined : 'not-a-file';
    const end = archive.offset + size;
    yield {
      path,
      size,
      isCompressed: false,
      ...(unreadable ? { unreadable } : {}),
      async *stream() {
        if (archive.offset !== end - size) throw new Error(`the archive is past "${path}"`);
        yield* archive.pass(size);
      },
    };
    await archive.skip(end - archive.offset + paddingOf(size));
  }
}

const paddingOf = (size: number): number => (BLOCK - (size % BLOCK)) % BLOCK;

/** The sum of the header's bytes, with its own field as spaces; some old programs took them as signed. */
function hasChecksum(header: Uint8Array): boolean {
  const field = new TextDecoder('latin1').decode(header.subarray(148, 156));
  const stated = /^ *([0-7]+)[ \0]/.exec(field)?.[1];
  if (stated === undefined) return false;
  let unsigned = 0;
  let signed = 0;
  for (let i = 0; i < BLOCK; i++) {
    const byte = i >= 148 && i < 156 ? 0x20 : header[i]!;
    unsigned += byte;
    signed += byte < 0x80 ? byte : byte - 0x100;
  }
  const sum = Number.parseInt(stated, 8);
  return sum === unsigned || sum === signed;
}

/** Octal digits, or base 256 where the first bit is set (GNU). */
function numberAt(header: Uint8Array, from: number, length: number, at: number): number {
  const field = header.subarray(from, from + length);
  let value = 0;
  if (field[0]! & 0x80) for (const byte of field.subarray(1)) value = value * 256 + byte;
  else value = Number.parseInt(new TextDecoder('latin1').decode(untilNul(field)).trim() || '0', 8);
  if (!Number.isSafeInteger(value)) throw new Damage('has a file of no possible size', at);
  return value;
}

function pathOf(header: Uint8Array): string {
  const name = untilNul(header.subarray(0, 100));
  const isUstar = new TextDecoder('latin1').decode(header.subarray(257, 263)) === 'ustar\0';
  const prefix = isUstar ? untilNul(header.subarray(345, 500)) : new Uint8Array();
  return entryName(prefix.length === 0 ? name : Uint8Array.from([...prefix, 0x2f, ...name]));
}

/** Records are "<length> <key>=<value>\n", the length in bytes and of the whole record. */
function paxRecords(content: Uint8Array): { path?: string; size?: number } {
  const records: { path?: string; size?: number } = {};
  for (let at = 0; at < content.length; ) {
    const space = content.indexOf(0x20, at);
    const length = Number(new TextDecoder('latin1').decode(content.subarray(at, Math.max(at, space))));
    if (space < 0 || !Number.isSafeInteger(length) || length <= space - at + 1) break;
    const record = content.subarray(space + 1, at + length - 1);
    const equals = record.indexOf(0x3d);
    const key = new TextDecoder('latin1').decode(record.subarray(0, Math.max(0, equals)));
    const value = record.subarray(equals + 1);
    if (key === 'path') records.path = entryName(value);
    if (key === 'size') {
      const size = Number(new TextDecoder('latin1').decode(value));
      if (Number.isSafeInteger(size) && size >= 0) records.size = size;
    }
    at += length;
  }
  return records;
}

function untilNul(bytes: Uint8Array): Uint8Array {
  const nul = bytes.indexOf(0);
  return nul < 0 ? bytes : bytes.subarray(0, nul);
}
