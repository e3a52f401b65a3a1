/** The bit streams of Zstandard (RFC 8878, 4.1 and 4.2): bits of bytes, the lowest first, read forwards or from the end. */

/** Bits of `bytes` from the bit `at` on; those outside are 0. @param count at most 24 */
function bitsAt(bytes: Uint8Array, at: number, count: number): number {
  if (at < 0) return at + count <= 0 ? 0 : bitsAt(bytes, 0, at + count) << -at;
  const byte = at >>> 3;
  const word = bytes[byte]! | (bytes[byte + 1]! << 8) | (bytes[byte + 2]! << 16) | (bytes[byte + 3]! << 24);
  return (word >>> (at & 7)) & ((1 << count) - 1);
}

export class ForwardBits {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  peek(count: number): number {
    return bitsAt(this.#bytes, this.#at, count);
  }

  read(count: number): number {
    this.#at += count;
    return bitsAt(this.#bytes, this.#at - count, count);
  }

  /** Bytes that were begun. */
  get bytes(): number {
    return (this.#at + 7) >>> 3;
  }
}

export class BackwardBits {
  readonly #bytes: Uint8Array;
  #at: number;

  /** @throws Error where the last byte has no bit that marks the end */
  constructor(bytes: Uint8Array) {
    const last = bytes.at(-1) ?? 0;
    if (last === 0) throw new Error('a stream of bits has no end');
    this.#bytes = bytes;
    this.#at = 8 * bytes.length - 1 - Math.clz32(last << 24);
  }

  /** Bits that are left; negative where more were read. */
  get left(): number {
    return this.#at;
  }

  peek(count: number): number {
    return bitsAt(this.#bytes, this.#at - count, count);
  }

  drop(count: number): void {
    this.#at -= count;
  }

  /** @param count at most 31 */
  read(count: number): number {
    this.#at -= count;
    return count <= 16
      ? bitsAt(this.#bytes, this.#at, count)
      : (bitsAt(this.#bytes, this.#at + 16, count - 16) << 16) | bitsAt(this.#bytes, this.#at, 16);
  }
}
