/**
 * xz (The .xz File Format 1.2), decoded here: the library for it holds one stream at a time, so that one inside another would
 * wait for ever, and ends at the first of several. Any number of streams and blocks; of the filters LZMA2 alone, which is what
 * texts are packed with. Headers and contents are held to their checks. Memory: one and a half times the dictionary, of which
 * 128 MiB are the most (`xz -9` takes 64).
 */
import { crc32 } from '../../formats/crc32.ts';
import { type ByteReader, Damage } from './byte-reader.ts';
import type { Compression } from './container.ts';
import { History } from './history.ts';
import { type Check, newCheck } from './xz/checks.ts';
import { Lzma } from './xz/lzma.ts';

const MAGIC = [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0];
const HEADER_BYTES = 12;
const FOOTER_BYTES = 12;
const LZMA2 = 0x21;
const MAX_DICTIONARY_BYTES = 2 ** 27;

export const xz: Compression = {
  id: 'xz',
  extensions: { '.xz': '', '.txz': '.tar' },
  matches: (head) => MAGIC.every((byte, i) => head[i] === byte),
  async *decompress(packed: ByteReader): AsyncGenerator<Uint8Array> {
    do {
      yield* readStream(packed);
      await skipPadding(packed);
    } while (xz.matches(await packed.peek(MAGIC.length)));
    if ((await packed.peek(1)).length > 0) throw new Damage('is followed by something else', packed.offset);
  },
};

/** Between streams: zero bytes, four at a time. */
async function skipPadding(packed: ByteReader): Promise<void> {
  while ((await packed.peek(1))[0] === 0) packed.take(1);
}

async function* readStream(packed: ByteReader): AsyncGenerator<Uint8Array> {
  const start = packed.offset;
  const header = await packed.read(HEADER_BYTES);
  if (header[6] !== 0 || header[7]! > 15 || !isChecked(header.subarray(6))) throw damagedHeader(start);
  while ((await packed.peek(1))[0] !== 0) yield* readBlock(packed, newCheck(header[7]!));
  await skipIndex(packed);
  await packed.read(FOOTER_BYTES);
}

/** Whether bytes end in their CRC-32. */
function isChecked(bytes: Uint8Array): boolean {
  const end = bytes.length - 4;
  return view(bytes).getUint32(end, true) === crc32(bytes.subarray(0, end));
}

async function* readBlock(packed: ByteReader, check: Check): AsyncGenerator<Uint8Array> {
  const dictionaryBytes = await readBlockHeader(packed);
  const start = packed.offset;
  for await (const chunk of readChunks(packed, dictionaryBytes)) {
    check.update(chunk);
    yield chunk;
  }
  await packed.read((4 - ((packed.offset - start) % 4)) % 4);
  const stated = await packed.read(check.bytes);
  const value = check.value();
  if (value !== null && !value.every((byte, i) => byte === stated[i])) throw new Damage('fails its checksum', start);
}

/** @returns the size of the dictionary */
async function readBlockHeader(packed: ByteReader): Promise<number> {
  const start = packed.offset;
  const [size] = await packed.peek(1);
  if (size === undefined) throw packed.endsEarly();
  const header = await packed.read((size + 1) * 4);
  if (!isChecked(header)) throw damagedHeader(start);
  const flags = header[1]!;
  let at = 2;
  const number = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = header[at++] ?? 0;
      value += (byte & 127) * scale;
      if (byte < 128 || scale > 2 ** 56) return value;
    }
  };
  if ((flags & 0x40) !== 0) number();
  if ((flags & 0x80) !== 0) number();
  if ((flags & 3) !== 0 || number() !== LZMA2 || number() !== 1)
    throw new Damage('uses filters that are not known', start);
  const bits = header[at] ?? 40;
  const dictionaryBytes = bits >= 40 ? Number.POSITIVE_INFINITY : (2 | (bits & 1)) * 2 ** ((bits >> 1) + 11);
  if (dictionaryBytes > MAX_DICTIONARY_BYTES) throw new Damage('needs more than 128 MiB of memory', start);
  return dictionaryBytes;
}

/** LZMA2: chunks of LZMA or of bytes as they are, until one of the kind 0. */
async function* readChunks(packed: ByteReader, dictionaryBytes: number): AsyncGenerator<Uint8Array> {
  const history = new History(dictionaryBytes);
  const lzma = new Lzma();
  let needsDictionary = true;
  for (;;) {
    const start = packed.offset;
    const kind = (await packed.read(1))[0]!;
    if (kind === 0) return;
    if (kind === 1 || kind >= 0xe0) {
      history.clear();
      lzma.clear();
      needsDictionary = false;
    }
    if (needsDictionary || (kind > 2 && kind < 0x80)) throw new Damage('is not what was compressed', start);
    const low = view(await packed.read(2)).getUint16(0) + 1;
    if (kind < 0x80) {
      const content = await packed.read(low);
      lzma.skip(low);
      yield history.append(low, (bytes, at) => {
        bytes.set(content, at);
        return at + low;
      });
      continue;
    }
    const size = ((kind & 0x1f) << 16) + low;
    const packedBytes = view(await packed.read(2)).getUint16(0) + 1;
    const properties = kind >= 0xc0 ? (await packed.read(1))[0]! : null;
    const content = await packed.read(packedBytes);
    yield unpack(history, lzma, kind, properties, content, size, start);
  }
}

function unpack(
  history: History,
  lzma: Lzma,
  kind: number,
  properties: number | null,
  content: Uint8Array,
  size: number,
  start: number,
): Uint8Array {
  try {
    if (properties !== null) lzma.configure(properties);
    else if (kind >= 0xa0) lzma.reset();
    return history.append(size, (bytes, at) => {
      lzma.decode(content, bytes, at, at + size, history.reach);
      return at + size;
    });
  } catch (cause) {
    throw new Damage('is not what was compressed', start, { cause });
  }
}

/** The index at the end of a stream: what it says of the blocks is known by now. */
async function skipIndex(packed: ByteReader): Promise<void> {
  const start = packed.offset;
  const number = async (): Promise<number> => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = (await packed.read(1))[0]!;
      value += (byte & 127) * scale;
      if (byte < 128 || scale > 2 ** 56) return value;
    }
  };
  await packed.read(1);
  const records = await number();
  for (let record = 0; record < records; record++) {
    await number();
    await number();
  }
  await packed.read((4 - ((packed.offset - start) % 4)) % 4);
  await packed.read(4);
}

const damagedHeader = (at: number): Damage => new Damage('has a header that fails its checksum', at);

const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
