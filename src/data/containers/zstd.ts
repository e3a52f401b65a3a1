/**
 * Zstandard (RFC 8878), decoded here: the libraries for it hang on tables that no encoder writes, or load their code in ways
 * that a page of ours forbids. Any number of frames may stand behind one another, skippable ones too; without dictionaries. The
 * checksums of frames are held to. Memory: one and a half times the window, of which 128 MiB are the most, as for the command.
 */
import { type ByteReader, Damage } from './byte-reader.ts';
import type { Compression } from './container.ts';
import { History } from './history.ts';
import { type FrameState, MAX_BLOCK_BYTES, newFrameState, readBlock } from './zstd/block.ts';
import { Xxh64 } from './zstd/xxh64.ts';

const MAX_WINDOW_BYTES = 2 ** 27;

const isFrame = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x28 && bytes[1] === 0xb5 && bytes[2] === 0x2f && bytes[3] === 0xfd;
const isSkippable = (bytes: Uint8Array): boolean =>
  (bytes[0]! & 0xf0) === 0x50 && bytes[1] === 0x2a && bytes[2] === 0x4d && bytes[3] === 0x18;

export const zstd: Compression = {
  id: 'zstd',
  extensions: { '.zst': '', '.zstd': '', '.tzst': '.tar' },
  matches: (head) => isFrame(head) || isSkippable(head),
  async *decompress(packed: ByteReader): AsyncGenerator<Uint8Array> {
    for (let head = await packed.peek(4); head.length > 0; head = await packed.peek(4)) {
      if (isFrame(head)) yield* readFrame(packed);
      else if (isSkippable(head)) await packed.skip(view(await packed.read(8)).getUint32(4, true));
      else if (await packed.onlyZerosLeft()) return;
      else throw new Damage('is followed by something else', packed.offset);
    }
  },
};

async function* readFrame(packed: ByteReader): AsyncGenerator<Uint8Array> {
  const { windowBytes, hasChecksum } = await readHeader(packed);
  const state = newFrameState();
  const history = new History(windowBytes);
  const checksum = hasChecksum ? new Xxh64() : null;
  for (let isLast = false; !isLast; ) {
    const start = packed.offset;
    const [b0, b1, b2] = (await packed.read(3)) as unknown as [number, number, number];
    const size = (b0 | (b1 << 8) | (b2 << 16)) >> 3;
    const type = (b0 >> 1) & 3;
    isLast = (b0 & 1) === 1;
    if (type === 3 || size > MAX_BLOCK_BYTES) throw new Damage('is not what was compressed', start);
    const content = await packed.read(type === 1 ? 1 : size);
    const unpacked = unpack(history, state, type, size, content, start);
    checksum?.update(unpacked);
    if (unpacked.length > 0) yield unpacked;
  }
  if (checksum === null) return;
  const at = packed.offset;
  if (view(await packed.read(4)).getUint32(0, true) !== checksum.low()) throw new Damage('fails its checksum', at);
}

async function readHeader(packed: ByteReader): Promise<{ windowBytes: number; hasChecksum: boolean }> {
  const start = packed.offset;
  const descriptor = (await packed.read(5))[4]!;
  const isWhole = (descriptor & 0x20) !== 0;
  const windowDescriptor = isWhole ? null : (await packed.read(1))[0]!;
  const dictionary = await packed.read([0, 1, 2, 4][descriptor & 3]!);
  const sizeBytes = [isWhole ? 1 : 0, 2, 4, 8][descriptor >> 6]!;
  const size = littleEndian(await packed.read(sizeBytes)) + (sizeBytes === 2 ? 256 : 0);
  if ((descriptor & 8) !== 0) throw new Damage('is not what was compressed', start);
  if (dictionary.some((byte) => byte !== 0)) throw new Damage('needs a dictionary', start);
  let windowBytes = size;
  if (windowDescriptor !== null) {
    const base = 2 ** (10 + (windowDescriptor >> 3));
    windowBytes = base + (base / 8) * (windowDescriptor & 7);
  }
  if (windowBytes > MAX_WINDOW_BYTES) throw new Damage('needs more than 128 MiB of memory', start);
  return { windowBytes, hasChecksum: (descriptor & 4) !== 0 };
}

function unpack(
  history: History,
  state: FrameState,
  type: number,
  size: number,
  content: Uint8Array,
  at: number,
): Uint8Array {
  try {
    return history.append(MAX_BLOCK_BYTES, (bytes, from) => {
      if (type === 2) return readBlock(content, state, bytes, from, history.reach);
      if (type === 1) bytes.fill(content[0]!, from, from + size);
      else bytes.set(content, from);
      return from + size;
    });
  } catch (cause) {
    throw new Damage('is not what was compressed', at, { cause });
  }
}

const littleEndian = (bytes: Uint8Array): number => bytes.reduceRight((value, byte) => value * 256 + byte, 0);

const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
