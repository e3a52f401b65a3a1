/**
 * bzip2, decoded here: the libraries for it need Node's streams and buffers, or hang on runs that no encoder writes. The
 * format has no standard; J. Seward's bzip2 1.0.8 is the reference, "bzip2: Format Specification" (J. Tsai, 2016) its
 * description. Any number of streams may stand behind one another; the checksums of blocks and streams are held to.
 * Memory: about 9 MB. A block needs its packed bytes at once, and is handed out in chunks.
 */
import { type ByteReader, Damage } from './byte-reader.ts';
import type { Compression } from './container.ts';

const BLOCK_MAGIC = [0x314159, 0x265359];
const END_MAGIC = [0x177245, 0x385090];
const BLOCK_UNIT = 100_000;
const LONGEST_CODE = 20;
const FAST_BITS = 10;
const GROUP_SYMBOLS = 50;
const OUT_BYTES = 65_536;
/** More than any block is packed into: 900 000 symbols with the longest code, and the tables. */
const PACKED_BYTES = 2_400_000;

export const bzip2: Compression = {
  id: 'bzip2',
  extensions: { '.bz2': '', '.tbz': '.tar', '.tbz2': '.tar' },
  matches: (head) => head[0] === 0x42 && head[1] === 0x5a && head[2] === 0x68 && isLevel(head[3]),
  async *decompress(packed: ByteReader): AsyncGenerator<Uint8Array> {
    do yield* decompressStream(packed);
    while (bzip2.matches(await packed.peek(4)));
    if (!(await packed.onlyZerosLeft())) throw new Damage('is followed by something else', packed.offset);
  },
};

const isLevel = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x31 && byte <= 0x39;

async function* decompressStream(packed: ByteReader): AsyncGenerator<Uint8Array> {
  const header = await packed.read(4);
  const block = new Block((header[3]! - 0x30) * BLOCK_UNIT);
  let streamCrc = 0;
  let usedBits = 0;
  for (;;) {
    const bytes = await packed.peek(PACKED_BYTES);
    const bits = new Bits(bytes, usedBits);
    try {
      const magic = [bits.read(24), bits.read(24)];
      const crc = (bits.read(16) << 16) | bits.read(16);
      if (magic[0] === END_MAGIC[0] && magic[1] === END_MAGIC[1]) {
        if (crc !== streamCrc) throw new Damage('fails its checksum', packed.offset);
        packed.take(Math.ceil(bits.position / 8));
        return;
      }
      if (magic[0] !== BLOCK_MAGIC[0] || magic[1] !== BLOCK_MAGIC[1]) throw new Error('no block begins here');
      block.read(bits);
      const blockCrc = yield* block.bytes();
      if (blockCrc !== crc) throw new Damage('fails its checksum', packed.offset);
      streamCrc = crc ^ ((streamCrc << 1) | (streamCrc >>> 31));
    } catch (cause) {
      if (cause instanceof OutOfBits && bytes.length < PACKED_BYTES) throw packed.endsEarly();
      if (cause instanceof Damage) throw cause;
      throw new Damage('is not what was compressed', packed.offset, { cause });
    }
    packed.take(Math.floor(bits.position / 8));
    usedBits = bits.position % 8;
  }
}

class OutOfBits extends Error {}

/** Bits of bytes, the highest first. */
class Bits {
  readonly #bytes: Uint8Array;
  #at = 0;
  #buffer = 0;
  #have = 0;

  constructor(bytes: Uint8Array, skip: number) {
    this.#bytes = bytes;
    if (skip > 0) this.read(skip);
  }

  /** Bits read so far. */
  get position(): number {
    return 8 * this.#at - this.#have;
  }

  /** @param count at most 24 */
  read(count: number): number {
    const value = this.peek(count);
    this.drop(count);
    return value;
  }

  /** As `read`, with zeros behind the end; nothing is read. */
  peek(count: number): number {
    while (this.#have < count && this.#at < this.#bytes.length) {
      this.#buffer = (this.#buffer << 8) | this.#bytes[this.#at++]!;
      this.#have += 8;
    }
    const missing = count - this.#have;
    const mask = (1 << count) - 1;
    return (missing > 0 ? this.#buffer << missing : this.#buffer >>> -missing) & mask;
  }

  drop(count: number): void {
    if (count > this.#have) throw new OutOfBits('the data ends');
    this.#have -= count;
  }
}

/** A prefix code of symbols, shorter codes first, each length in the order of the symbols. */
class Code {
  /** By the next bits: the symbol times 32 and the length of its code, 0 where it is longer than them. */
  readonly #fast = new Uint16Array(1 << FAST_BITS);
  readonly #symbols: Uint16Array;
  readonly #first = new Int32Array(LONGEST_CODE + 2);
  readonly #index = new Int32Array(LONGEST_CODE + 2);
  readonly #count = new Int32Array(LONGEST_CODE + 2);

  constructor(lengths: Uint8Array) {
    this.#symbols = new Uint16Array(lengths.length);
    let code = 0;
    let index = 0;
    for (let length = 1; length <= LONGEST_CODE; length++) {
      this.#first[length] = code;
      this.#index[length] = index;
      for (let symbol = 0; symbol < lengths.length; symbol++) {
        if (lengths[symbol] !== length) continue;
        this.#symbols[index++] = symbol;
        if (length <= FAST_BITS) {
          const from = code << (FAST_BITS - length);
          this.#fast.fill(symbol * 32 + length, from, from + (1 << (FAST_BITS - length)));
        }
        code++;
      }
      this.#count[length] = index - this.#index[length]!;
      code <<= 1;
    }
  }

  next(bits: Bits): number {
    const ahead = bits.peek(LONGEST_CODE);
    const fast = this.#fast[ahead >>> (LONGEST_CODE - FAST_BITS)]!;
    if (fast !== 0) {
      bits.drop(fast & 31);
      return fast >>> 5;
    }
    for (let length = FAST_BITS + 1; length <= LONGEST_CODE; length++) {
      const within = (ahead >>> (LONGEST_CODE - length)) - this.#first[length]!;
      if (within < 0 || within >= this.#count[length]!) continue;
      bits.drop(length);
      return this.#symbols[this.#index[length]! + within]!;
    }
    throw new Error('no symbol has this code');
  }
}

/** One block: read whole, then handed out. */
class Block {
  readonly #capacity: number;
  /** Bytes of the Burrows–Wheeler transform in the low 8 bits; above them, once sorted, where the next one stands. */
  readonly #links: Uint32Array;
  #length = 0;
  #origin = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
    this.#links = new Uint32Array(capacity);
  }

  read(bits: Bits): void {
    if (bits.read(1) === 1) throw new Error('randomised blocks are of bzip2 before 0.9.5');
    this.#origin = bits.read(24);
    const used = usedBytes(bits);
    const groups = bits.read(3);
    const selectorCount = bits.read(15);
    if (used.length === 0 || groups < 2 || groups > 6 || selectorCount === 0) throw new Error('no such tables');
    const selectors = readSelectors(bits, groups, selectorCount);
    const codes = Array.from({ length: groups }, () => readCode(bits, used.length + 2));
    this.#readSymbols(bits, used, selectors, codes);
    if (this.#origin >= this.#length) throw new Error('begins outside of itself');
    this.#link();
  }

  /** Runs of RUNA and RUNB (zeros of move-to-front, bijective base 2), places to move to the front, and the end. */
  #readSymbols(bits: Bits, used: Uint8Array, selectors: Uint8Array, codes: readonly Code[]): void {
    const front = used;
    const end = used.length + 1;
    const links = this.#links;
    let length = 0;
    let run = 0;
    let runUnit = 1;
    for (let group = 0; group < selectors.length; group++) {
      const code = codes[selectors[group]!]!;
      for (let i = 0; i < GROUP_SYMBOLS; i++) {
        const symbol = code.next(bits);
        if (symbol <= 1) {
          run += runUnit << symbol;
          runUnit <<= 1;
          if (run > this.#capacity - length) throw new Error('is longer than a block may be');
          continue;
        }
        if (run > 0) {
          links.fill(front[0]!, length, length + run);
          length += run;
          run = 0;
          runUnit = 1;
        }
        if (symbol === end) {
          this.#length = length;
          return;
        }
        if (length === this.#capacity) throw new Error('is longer than a block may be');
        const place = symbol - 1;
        const byte = front[place]!;
        front.copyWithin(1, 0, place);
        front[0] = byte;
        links[length++] = byte;
      }
    }
    throw new Error('has no end');
  }

  #link(): void {
    const links = this.#links;
    const next = new Uint32Array(257);
    for (let i = 0; i < this.#length; i++) next[(links[i]! & 0xff) + 1]!++;
    for (let byte = 1; byte <= 256; byte++) next[byte]! += next[byte - 1]!;
    for (let i = 0; i < this.#length; i++) {
      const at = next[links[i]! & 0xff]!++;
      links[at]! |= i << 8;
    }
  }

  /** The bytes of the block, runs of four to 259 unfolded. @returns their checksum */
  *bytes(): Generator<Uint8Array, number> {
    const links = this.#links;
    let link = links[this.#origin]!;
    let crc = -1;
    let last = -1;
    let run = 0;
    let out = new Uint8Array(OUT_BYTES);
    let filled = 0;
    for (let i = 0; i < this.#length; i++) {
      link = links[link >>> 8]!;
      const byte = link & 0xff;
      let copies = 1;
      let value = byte;
      if (run === 4) {
        copies = byte;
        value = last;
        run = 0;
        last = -1;
      } else {
        run = byte === last ? run + 1 : 1;
        last = byte;
      }
      for (let copy = 0; copy < copies; copy++) {
        crc = (crc << 8) ^ CRC_TABLE[(crc >>> 24) ^ value]!;
        out[filled++] = value;
        if (filled < OUT_BYTES) continue;
        yield out;
        out = new Uint8Array(OUT_BYTES);
        filled = 0;
      }
    }
    if (filled > 0) yield out.subarray(0, filled);
    return ~crc;
  }
}

/** The byte values that occur, in order: a map of 16 ranges, and one of each range that is used. */
function usedBytes(bits: Bits): Uint8Array {
  const ranges = bits.read(16);
  const used: number[] = [];
  for (let range = 0; range < 16; range++) {
    if (!((ranges >>> (15 - range)) & 1)) continue;
    const map = bits.read(16);
    for (let i = 0; i < 16; i++) if ((map >>> (15 - i)) & 1) used.push(range * 16 + i);
  }
  return Uint8Array.from(used);
}

/** Which code each group of symbols has, moved to the front and in unary. */
function readSelectors(bits: Bits, groups: number, count: number): Uint8Array {
  const front = Uint8Array.from({ length: groups }, (_, group) => group);
  return Uint8Array.from({ length: count }, () => {
    let place = 0;
    while (bits.read(1) === 1) if (++place >= groups) throw new Error('has no such code');
    const selector = front[place]!;
    front.copyWithin(1, 0, place);
    front[0] = selector;
    return selector;
  });
}

/** Lengths of codes as steps from the one before. */
function readCode(bits: Bits, symbols: number): Code {
  const lengths = new Uint8Array(symbols);
  let length = bits.read(5);
  for (let symbol = 0; symbol < symbols; symbol++) {
    for (;;) {
      if (length < 1 || length > LONGEST_CODE) throw new Error('has a code of no possible length');
      if (bits.read(1) === 0) break;
      length += bits.read(1) === 0 ? 1 : -1;
    }
    lengths[symbol] = length;
  }
  return new Code(lengths);
}

/** CRC-32 of polynomial 04c11db7, the highest bit first. */
const CRC_TABLE = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 24;
  for (let bit = 0; bit < 8; bit++) crc = (crc << 1) ^ (crc < 0 ? 0x04c11db7 : 0);
  return crc;
});
