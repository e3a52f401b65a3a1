/**
 * Writes a zip archive of any size without compression, part by part, each of which is held whole while it is written. Past
 * 4 GiB or 65 535 files places and counts are those of zip64. Layout: PKWARE APPNOTE 6.3, sections 4.3 and 4.5.3.
 */
import { crc32 } from './crc32.ts';

export interface StoredFile {
  readonly name: string;
  /** Below 4 GiB. */
  readonly bytes: Uint8Array;
}

const NO_TIME = 0x0021_0000; // 1 January 1980
const UTF8_NAMES = 0x0800;
const FULL_32 = 0xffff_ffff;
const FULL_16 = 0xffff;

/**
 * Yields the archive in pieces as they come.
 * @param zip64From offsets and counts from here on are written as zip64; tests lower it
 */
export async function* storedZip(
  files: AsyncIterable<StoredFile>,
  zip64From: { offset: number; files: number } = { offset: FULL_32, files: FULL_16 },
): AsyncGenerator<Uint8Array> {
  const directory: Uint8Array[] = [];
  let offset = 0;
  let count = 0;
  for await (const { name, bytes } of files) {
    count++;
    const encoded = new TextEncoder().encode(name);
    const crc = crc32(bytes);
    const wide = offset >= zip64From.offset;
    const header = record(30, (view) => {
      view.setUint32(0, 0x0403_4b50, true);
      describe(view, 4, crc, bytes.length, encoded.length);
    });
    directory.push(
      record(46, (view) => {
        view.setUint32(0, 0x0201_4b50, true);
        view.setUint16(4, 45, true);
        describe(view, 6, crc, bytes.length, encoded.length);
        view.setUint16(30, wide ? 12 : 0, true);
        view.setUint32(42, wide ? FULL_32 : offset, true);
      }),
      encoded,
    );
    if (wide) directory.push(wideOffset(offset));
    yield header;
    yield encoded;
    yield bytes;
    offset += header.length + encoded.length + bytes.length;
  }
  yield* directory;
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  yield* ending(count, offset, size, offset >= zip64From.offset || count >= zip64From.files);
}

/** Version, flags, method, time, checksum, sizes and length of the name, which both kinds of header have in this order. */
function describe(view: DataView, at: number, crc: number, bytes: number, nameLength: number): void {
  view.setUint16(at, 45, true);
  view.setUint16(at + 2, UTF8_NAMES, true);
  view.setUint32(at + 6, NO_TIME, true);
  view.setUint32(at + 10, crc, true);
  view.setUint32(at + 14, bytes, true);
  view.setUint32(at + 18, bytes, true);
  view.setUint16(at + 22, nameLength, true);
}

const wideOffset = (offset: number): Uint8Array =>
  record(12, (view) => {
    view.setUint16(0, 1, true);
    view.setUint16(2, 8, true);
    view.setBigUint64(4, BigInt(offset), true);
  });

/** @param start of the directory, which has `size` bytes */
function* ending(count: number, start: number, size: number, wide: boolean): Generator<Uint8Array> {
  if (wide) {
    yield record(56, (view) => {
      view.setUint32(0, 0x0606_4b50, true);
      view.setBigUint64(4, 44n, true);
      view.setUint16(12, 45, true);
      view.setUint16(14, 45, true);
      for (const at of [24, 32]) view.setBigUint64(at, BigInt(count), true);
      view.setBigUint64(40, BigInt(size), true);
      view.setBigUint64(48, BigInt(start), true);
    });
    yield record(20, (view) => {
      view.setUint32(0, 0x0706_4b50, true);
      view.setBigUint64(8, BigInt(start + size), true);
      view.setUint32(16, 1, true);
    });
  }
  yield record(22, (view) => {
    view.setUint32(0, 0x0605_4b50, true);
    for (const at of [8, 10]) view.setUint16(at, wide ? FULL_16 : count, true);
    view.setUint32(12, size, true);
    view.setUint32(16, wide ? FULL_32 : start, true);
  });
}

function record(bytes: number, fill: (view: DataView) => void): Uint8Array {
  const result = new Uint8Array(bytes);
  fill(new DataView(result.buffer));
  return result;
}
