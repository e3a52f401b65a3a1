/** LZ4 frames (LZ4 Frame Format 1.6), as Arrow packs its buffers: blocks may refer to those before. Checksums are not checked. */

const MAGIC = 0x184d2204;
const CONTENT_SIZE = 0x08;
const BLOCK_CHECKSUM = 0x10;
const DICTIONARY = 0x01;

/**
 * @param size bytes that the frame holds
 * @throws Error where it holds others
 */
export function unpackLz4Frame(frame: Uint8Array, size: number): Uint8Array {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.length);
  if (view.getUint32(0, true) !== MAGIC) throw new Error('no LZ4 frame');
  // A byte of a block stands for 255 at most.
  if (!(size >= 0 && size <= 255 * frame.length)) throw new Error('no LZ4 frame holds so much');
  const flags = view.getUint8(4);
  const out = new Uint8Array(size);
  let at = 7 + (flags & CONTENT_SIZE ? 8 : 0) + (flags & DICTIONARY ? 4 : 0);
  let written = 0;
  for (let block = view.getUint32(at, true); block !== 0; block = view.getUint32(at, true)) {
    const length = block & 0x7fffffff;
    const bytes = frame.subarray(at + 4, at + 4 + length);
    if (block >>> 31) {
      out.set(bytes, written);
      written += bytes.length;
    } else written = unpackBlock(bytes, out, written);
    at += 4 + length + (flags & BLOCK_CHECKSUM ? 4 : 0);
  }
  if (written !== size) throw new Error(`an LZ4 frame holds ${written} bytes in the place of ${size}`);
  return out;
}

/** A block (LZ4 Block Format): literals and copies of what came before, in turn. @returns where the output ends */
function unpackBlock(block: Uint8Array, out: Uint8Array, start: number): number {
  let at = 0;
  let end = start;
  const next = (): number => {
    const byte = block[at++];
    if (byte === undefined) throw new Error('an LZ4 block is cut off');
    return byte;
  };
  const lengthOf = (nibble: number): number => {
    let length = nibble;
    if (nibble === 15) {
      for (let more = 255; more === 255; length += more) more = next();
    }
    return length;
  };
  while (at < block.length) {
    const token = next();
    const count = lengthOf(token >> 4);
    out.set(block.subarray(at, at + count), end);
    at += count;
    end += count;
    if (at >= block.length) break;
    const back = next() | (next() << 8);
    const length = lengthOf(token & 15) + 4;
    if (back === 0 || back > end || end + length > out.length) throw new Error('an LZ4 block refers to nothing');
    for (let i = 0; i < length; i++, end++) out[end] = out[end - back] ?? 0;
  }
  return end;
}
