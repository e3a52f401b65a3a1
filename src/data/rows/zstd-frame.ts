/** Zstandard frames (RFC 8878) that are there whole, as Parquet and Arrow pack their pages and buffers. */
import { MAX_BLOCK_BYTES, newFrameState, readBlock } from '../containers/zstd/block.ts';

const MAGIC = 0xfd2fb528;

/**
 * @param size bytes that the frames hold
 * @throws Error where they hold others
 */
export function unpackZstd(packed: Uint8Array, size: number): Uint8Array {
  // A block takes three bytes at least.
  if (!(size >= 0 && size <= (MAX_BLOCK_BYTES * packed.length) / 3))
    throw new Error('no Zstandard frames hold so much');
  const out = new Uint8Array(size + MAX_BLOCK_BYTES);
  let at = 0;
  let written = 0;
  while (at < packed.length) {
    const start = headerEnd(packed, at);
    ({ at, written } = unpackFrame(packed, start.at, out, written));
    if (start.hasChecksum) at += 4;
  }
  if (written !== size) throw new Error(`Zstandard frames hold ${written} bytes in the place of ${size}`);
  return out.subarray(0, size);
}

function unpackFrame(packed: Uint8Array, start: number, out: Uint8Array, from: number) {
  const state = newFrameState();
  let at = start;
  let written = from;
  for (let isLast = false; !isLast; ) {
    const [b0 = 0, b1 = 0, b2 = 0] = packed.subarray(at, at + 3);
    const type = (b0 >> 1) & 3;
    const size = (b0 | (b1 << 8) | (b2 << 16)) >> 3;
    const end = at + 3 + (type === 1 ? 1 : size);
    isLast = (b0 & 1) === 1;
    if (type === 3 || size > MAX_BLOCK_BYTES || end > packed.length || written + MAX_BLOCK_BYTES > out.length) {
      throw new Error('a Zstandard block is not what was packed');
    }
    const block = packed.subarray(at + 3, end);
    if (type === 2) written = readBlock(block, state, out, written, out.length);
    else {
      if (type === 1) out.fill(block[0] ?? 0, written, written + size);
      else out.set(block, written);
      written += size;
    }
    at = end;
  }
  return { at, written };
}

/** Where the first block begins, and whether a checksum stands behind the last. */
function headerEnd(packed: Uint8Array, start: number): { at: number; hasChecksum: boolean } {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.length);
  if (view.getUint32(start, true) !== MAGIC) throw new Error('no Zstandard frame');
  const descriptor = view.getUint8(start + 4);
  const isWhole = (descriptor & 0x20) !== 0;
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const sizeBytes = [isWhole ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0;
  return { at: start + 5 + (isWhole ? 0 : 1) + dictionaryBytes + sizeBytes, hasChecksum: (descriptor & 4) !== 0 };
}
