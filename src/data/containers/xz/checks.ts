/** The checks of xz: of each block's content, as its stream says. */
import { sha256 } from '@noble/hashes/sha2.js';
import { crc32 } from '../../../formats/crc32.ts';

export interface Check {
  /** In the file. */
  readonly bytes: number;
  update(content: Uint8Array): void;
  /** null: the kind is not known, nothing is held to. */
  value(): Uint8Array | null;
}

/** Bytes by the number of a kind (The .xz File Format 1.2, 2.1.1.2). */
const BYTES = [0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64];

export function newCheck(kind: number): Check {
  if (kind === 1) return crc32Check();
  if (kind === 4) return crc64Check();
  if (kind === 10) {
    const hash = sha256.create();
    return { bytes: 32, update: (content) => void hash.update(content), value: () => hash.digest() };
  }
  return { bytes: BYTES[kind]!, update() {}, value: () => null };
}

function crc32Check(): Check {
  let crc = 0;
  return {
    bytes: 4,
    update(content) {
      crc = crc32(content, crc);
    },
    value: () => littleEndian(crc),
  };
}

/** CRC-64 of ECMA-182, reflected, in two halves of 32 bits. */
function crc64Check(): Check {
  let low = -1;
  let high = -1;
  return {
    bytes: 8,
    update(content) {
      for (let i = 0; i < content.length; i++) {
        const index = (low ^ content[i]!) & 0xff;
        low = ((low >>> 8) | (high << 24)) ^ CRC64_LOW[index]!;
        high = (high >>> 8) ^ CRC64_HIGH[index]!;
      }
    },
    value: () => Uint8Array.of(...littleEndian(~low), ...littleEndian(~high)),
  };
}

const CRC64_LOW = new Int32Array(256);
const CRC64_HIGH = new Int32Array(256);
for (let byte = 0; byte < 256; byte++) {
  let low = byte;
  let high = 0;
  for (let bit = 0; bit < 8; bit++) {
    const isOdd = (low & 1) === 1;
    low = (low >>> 1) | (high << 31);
    high >>>= 1;
    if (isOdd) {
      low ^= 0xd7870f42;
      high ^= 0xc96c5795;
    }
  }
  CRC64_LOW[byte] = low;
  CRC64_HIGH[byte] = high;
}

const littleEndian = (value: number): Uint8Array =>
  Uint8Array.of(value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, value >>> 24);
