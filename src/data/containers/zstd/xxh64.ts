/**
 * XXH64 with seed 0 (Y. Collet, "xxHash fast digest algorithm", 0.1.1) of bytes that come in pieces, its low 32 bits. Words of 64 bits are
 * two integers of 32 each, the low one first, as engines multiply no larger ones fast.
 */

const PRIME_1 = [0x85ebca87, 0x9e3779b1] as const;
const PRIME_2 = [0x27d4eb4f, 0xc2b2ae3d] as const;
const PRIME_3 = [0x9e3779f9, 0x165667b1] as const;
const PRIME_4 = [0xc2b2ae63, 0x85ebca77] as const;
const PRIME_5 = [0x165667c5, 0x27d4eb2f] as const;
const STRIPE_BYTES = 32;

/** A word that changes in place. */
class Word {
  low: number;
  high: number;

  constructor([low, high]: readonly [number, number] = [0, 0]) {
    this.low = low | 0;
    this.high = high | 0;
  }

  add(low: number, high: number): this {
    const sum = (this.low >>> 0) + (low >>> 0);
    this.low = sum | 0;
    this.high = (this.high + high + (sum > 0xffffffff ? 1 : 0)) | 0;
    return this;
  }

  xor(low: number, high: number): this {
    this.low ^= low;
    this.high ^= high;
    return this;
  }

  multiply([low, high]: readonly [number, number]): this {
    const a0 = this.low & 0xffff;
    const a1 = this.low >>> 16;
    const b0 = low & 0xffff;
    const b1 = low >>> 16;
    // The high half of the product of the low halves, by products of 16 bits.
    const middle = a1 * b0 + ((a0 * b0) >>> 16);
    const other = a0 * b1 + (middle & 0xffff);
    const carry = a1 * b1 + Math.floor(middle / 0x10000) + Math.floor(other / 0x10000);
    this.high = (carry + Math.imul(this.high, low) + Math.imul(this.low, high)) | 0;
    this.low = Math.imul(this.low, low);
    return this;
  }

  rotate(bits: number): this {
    const { low, high } = this;
    const [near, far] = bits < 32 ? [low, high] : [high, low];
    const by = bits & 31;
    this.low = by === 0 ? near : (near << by) | (far >>> (32 - by));
    this.high = by === 0 ? far : (far << by) | (near >>> (32 - by));
    return this;
  }

  /** Exclusive or with itself, moved down. */
  mix(bits: number): this {
    const { low, high } = this;
    return bits < 32
      ? this.xor((low >>> bits) | (high << (32 - bits)), high >>> bits)
      : this.xor(high >>> (bits - 32), 0);
  }
}

const negated = ([low, high]: readonly [number, number]): readonly [number, number] => [
  -low,
  low === 0 ? -high : ~high,
];

export class Xxh64 {
  readonly #lanes = [
    new Word(PRIME_1).add(...PRIME_2),
    new Word(PRIME_2),
    new Word(),
    new Word(negated(PRIME_1)),
  ] as const;
  /** What came since the last whole stripe. */
  #waiting = new Uint8Array(STRIPE_BYTES);
  #waits = 0;
  #bytes = 0;

  update(content: Uint8Array): void {
    this.#bytes += content.length;
    let at = 0;
    if (this.#waits > 0) {
      at = Math.min(STRIPE_BYTES - this.#waits, content.length);
      this.#waiting.set(content.subarray(0, at), this.#waits);
      this.#waits += at;
      if (this.#waits < STRIPE_BYTES) return;
      this.#stripe(view(this.#waiting), 0);
    }
    const words = view(content);
    for (; at + STRIPE_BYTES <= content.length; at += STRIPE_BYTES) this.#stripe(words, at);
    this.#waiting.set(content.subarray(at));
    this.#waits = content.length - at;
  }

  low(): number {
    const hash = this.#bytes < STRIPE_BYTES ? new Word(PRIME_5) : this.#merged();
    hash.add(this.#bytes, Math.floor(this.#bytes / 2 ** 32));
    const rest = view(this.#waiting.subarray(0, this.#waits));
    let at = 0;
    for (; at + 8 <= this.#waits; at += 8) {
      const lane = round(new Word(), rest.getInt32(at, true), rest.getInt32(at + 4, true));
      hash
        .xor(lane.low, lane.high)
        .rotate(27)
        .multiply(PRIME_1)
        .add(...PRIME_4);
    }
    if (at + 4 <= this.#waits) {
      const lane = new Word([rest.getInt32(at, true), 0]).multiply(PRIME_1);
      hash
        .xor(lane.low, lane.high)
        .rotate(23)
        .multiply(PRIME_2)
        .add(...PRIME_3);
      at += 4;
    }
    for (; at < this.#waits; at++) {
      const lane = new Word([rest.getUint8(at), 0]).multiply(PRIME_5);
      hash.xor(lane.low, lane.high).rotate(11).multiply(PRIME_1);
    }
    return hash.mix(33).multiply(PRIME_2).mix(29).multiply(PRIME_3).mix(32).low >>> 0;
  }

  #stripe(words: DataView, at: number): void {
    for (let lane = 0; lane < 4; lane++) {
      round(this.#lanes[lane]!, words.getInt32(at + 8 * lane, true), words.getInt32(at + 8 * lane + 4, true));
    }
  }

  #merged(): Word {
    const hash = new Word();
    for (const [i, { low, high }] of this.#lanes.entries()) {
      const turned = new Word([low, high]).rotate([1, 7, 12, 18][i]!);
      hash.add(turned.low, turned.high);
    }
    for (const { low, high } of this.#lanes) {
      const lane = round(new Word(), low, high);
      hash
        .xor(lane.low, lane.high)
        .multiply(PRIME_1)
        .add(...PRIME_4);
    }
    return hash;
  }
}

/** Takes a word of the content into a lane. */
function round(lane: Word, low: number, high: number): Word {
  const product = new Word([low, high]).multiply(PRIME_2);
  return lane.add(product.low, product.high).rotate(31).multiply(PRIME_1);
}

const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
