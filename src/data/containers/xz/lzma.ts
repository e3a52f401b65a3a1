/**
 * LZMA as LZMA2 holds it (I. Pavlov's "LZMA specification", 2015): a range coder with adaptive probabilities, whose state goes
 * on from chunk to chunk.
 */

const PROBABILITY_BITS = 11;
const HALF = 1 << (PROBABILITY_BITS - 1);
const ADAPTATION = 5;
const SIGN = 0x80000000 | 0;

/** States: what the last symbols were, 7 and more: no literal. */
const STATES = 12;
const LITERAL_STATES = 7;
const POSITION_STATES = 16;
const SHORTEST_MATCH = 2;
const DISTANCE_SLOTS = 64;
const LENGTH_CONTEXTS = 4;
const ALIGN_BITS = 4;
/** From this slot on distances have bits that are coded without probabilities. */
const FIRST_DIRECT_SLOT = 14;

/** Where the probabilities stand in one array. */
const IS_MATCH = 0;
const IS_REPEAT = IS_MATCH + STATES * POSITION_STATES;
const IS_OTHER_REPEAT = IS_REPEAT + STATES;
const IS_THIRD_REPEAT = IS_OTHER_REPEAT + STATES;
const IS_FOURTH_REPEAT = IS_THIRD_REPEAT + STATES;
const IS_LONG_REPEAT = IS_FOURTH_REPEAT + STATES;
const SLOTS = IS_LONG_REPEAT + STATES * POSITION_STATES;
const SPECIAL = SLOTS + LENGTH_CONTEXTS * DISTANCE_SLOTS;
const ALIGN = SPECIAL + 128;
const MATCH_LENGTH = ALIGN + (1 << ALIGN_BITS);
/** Of lengths: two choices, then trees of 3, 3 and 8 bits, the first two by position. */
const LOW = 2;
const MIDDLE = LOW + POSITION_STATES * 8;
const HIGH = MIDDLE + POSITION_STATES * 8;
const REPEAT_LENGTH = MATCH_LENGTH + HIGH + 256;
const LITERALS = REPEAT_LENGTH + HIGH + 256;
const LITERAL_PROBABILITIES = 0x300;

export class Lzma {
  #probabilities = new Uint16Array();
  #literalContextBits = 0;
  #literalPositionMask = 0;
  #positionMask = 0;
  #state = 0;
  #repeats: [number, number, number, number] = [0, 0, 0, 0];
  /** Bytes since the dictionary began. */
  #position = 0;

  #bytes: Uint8Array = new Uint8Array();
  #at = 0;
  #range = 0;
  #code = 0;

  /** A new dictionary begins. */
  clear(): void {
    this.#position = 0;
  }

  /** @throws Error where no encoder has such properties */
  configure(properties: number): void {
    const literalContextBits = properties % 9;
    const literalPositionBits = Math.floor(properties / 9) % 5;
    const positionBits = Math.floor(properties / 45);
    if (positionBits > 4 || literalContextBits + literalPositionBits > 4) throw new Error('has no such properties');
    this.#literalContextBits = literalContextBits;
    this.#literalPositionMask = (1 << literalPositionBits) - 1;
    this.#positionMask = (1 << positionBits) - 1;
    this.#probabilities = new Uint16Array(
      LITERALS + (LITERAL_PROBABILITIES << (literalContextBits + literalPositionBits)),
    );
    this.reset();
  }

  /** @throws Error before properties are known */
  reset(): void {
    if (this.#probabilities.length === 0) throw new Error('has no properties');
    this.#probabilities.fill(HALF);
    this.#state = 0;
    this.#repeats = [0, 0, 0, 0];
  }

  /** Counts bytes that were stored as they are. */
  skip(bytes: number): void {
    this.#position += bytes;
  }

  /**
   * Decodes a chunk whole.
   * @param out what was unpacked before up to `start`, and room up to `end`
   * @param reach how far back copies may go
   * @throws Error
   */
  decode(chunk: Uint8Array, out: Uint8Array, start: number, end: number, reach: number): void {
    if (this.#probabilities.length === 0 || chunk.length < 5 || chunk[0] !== 0) throw new Error('has no beginning');
    this.#bytes = chunk;
    this.#at = 5;
    this.#range = -1;
    this.#code = (chunk[1]! << 24) | (chunk[2]! << 16) | (chunk[3]! << 8) | chunk[4]!;
    for (let at = start; at < end; ) {
      const positionState = this.#position & this.#positionMask;
      let length = 1;
      if (this.#bit(IS_MATCH + this.#state * POSITION_STATES + positionState) === 0) {
        out[at] = this.#literal(
          at === 0 ? 0 : out[at - 1]!,
          at > this.#repeats[0] ? out[at - this.#repeats[0] - 1]! : 0,
        );
      } else {
        length = this.#match(positionState);
        const distance = this.#repeats[0] + 1;
        if (distance > Math.min(at, reach) || at + length > end) throw new Error('a copy reaches too far');
        if (distance >= length) out.copyWithin(at, at - distance, at - distance + length);
        else for (let i = at; i < at + length; i++) out[i] = out[i - distance]!;
      }
      at += length;
      this.#position += length;
    }
    if (this.#at !== chunk.length || this.#code !== 0) throw new Error('does not end where it should');
  }

  #literal(before: number, match: number): number {
    const context =
      ((this.#position & this.#literalPositionMask) << this.#literalContextBits) +
      (before >> (8 - this.#literalContextBits));
    const base = LITERALS + LITERAL_PROBABILITIES * context;
    let symbol = 1;
    if (this.#state >= LITERAL_STATES) {
      // Behind a copy: along the bits of the byte that would have followed in it.
      for (let expected = match; symbol < 0x100; expected <<= 1) {
        const bit = (expected >> 7) & 1;
        symbol = (symbol << 1) | this.#bit(base + ((1 + bit) << 8) + symbol);
        if ((symbol & 1) !== bit) break;
      }
    }
    while (symbol < 0x100) symbol = (symbol << 1) | this.#bit(base + symbol);
    this.#state = this.#state < 4 ? 0 : this.#state < 10 ? this.#state - 3 : this.#state - 6;
    return symbol & 0xff;
  }

  /** Makes the distance the first of the repeats. @returns the length */
  #match(positionState: number): number {
    const state = this.#state;
    const [first, second, third, fourth] = this.#repeats;
    if (this.#bit(IS_REPEAT + state) === 0) {
      const length = this.#length(MATCH_LENGTH, positionState);
      this.#repeats = [this.#distance(length), first, second, third];
      this.#state = state < LITERAL_STATES ? 7 : 10;
      return length;
    }
    if (this.#bit(IS_OTHER_REPEAT + state) === 0) {
      if (this.#bit(IS_LONG_REPEAT + state * POSITION_STATES + positionState) === 0) {
        this.#state = state < LITERAL_STATES ? 9 : 11;
        return 1;
      }
    } else if (this.#bit(IS_THIRD_REPEAT + state) === 0) this.#repeats = [second, first, third, fourth];
    else if (this.#bit(IS_FOURTH_REPEAT + state) === 0) this.#repeats = [third, first, second, fourth];
    else this.#repeats = [fourth, first, second, third];
    this.#state = state < LITERAL_STATES ? 8 : 11;
    return this.#length(REPEAT_LENGTH, positionState);
  }

  #length(base: number, positionState: number): number {
    if (this.#bit(base) === 0) return SHORTEST_MATCH + this.#tree(base + LOW + positionState * 8, 3);
    if (this.#bit(base + 1) === 0) return SHORTEST_MATCH + 8 + this.#tree(base + MIDDLE + positionState * 8, 3);
    return SHORTEST_MATCH + 16 + this.#tree(base + HIGH, 8);
  }

  /** Less 1. The end mark of LZMA alone comes out as -1. */
  #distance(length: number): number {
    const context = Math.min(length - SHORTEST_MATCH, LENGTH_CONTEXTS - 1);
    const slot = this.#tree(SLOTS + context * DISTANCE_SLOTS, 6);
    if (slot < 4) return slot;
    const bits = (slot >> 1) - 1;
    const base = (2 | (slot & 1)) << bits;
    if (slot < FIRST_DIRECT_SLOT) return base + this.#reverseTree(SPECIAL + base - slot, bits);
    const direct = this.#direct(bits - ALIGN_BITS);
    const distance = base + (direct << ALIGN_BITS) + this.#reverseTree(ALIGN, ALIGN_BITS);
    if ((distance | 0) < 0) throw new Error('a copy reaches too far');
    return distance;
  }

  #tree(base: number, bits: number): number {
    let symbol = 1;
    for (let i = 0; i < bits; i++) symbol = (symbol << 1) | this.#bit(base + symbol);
    return symbol - (1 << bits);
  }

  #reverseTree(base: number, bits: number): number {
    let symbol = 1;
    let value = 0;
    for (let i = 0; i < bits; i++) {
      const bit = this.#bit(base + symbol);
      symbol = (symbol << 1) | bit;
      value |= bit << i;
    }
    return value;
  }

  /** Range and code are 32 bits without sign, kept in integers with one. */
  #bit(index: number): number {
    const probability = this.#probabilities[index]!;
    const bound = Math.imul(this.#range >>> PROBABILITY_BITS, probability);
    let bit = 0;
    if ((this.#code ^ SIGN) < (bound ^ SIGN)) {
      this.#range = bound;
      this.#probabilities[index] = probability + (((1 << PROBABILITY_BITS) - probability) >> ADAPTATION);
    } else {
      this.#range = (this.#range - bound) | 0;
      this.#code = (this.#code - bound) | 0;
      this.#probabilities[index] = probability - (probability >> ADAPTATION);
      bit = 1;
    }
    if (this.#range >>> 24 === 0) this.#shift();
    return bit;
  }

  /** Bits as likely 0 as 1. */
  #direct(bits: number): number {
    let value = 0;
    for (let i = 0; i < bits; i++) {
      this.#range >>>= 1;
      this.#code = (this.#code - this.#range) | 0;
      const borrow = this.#code >> 31;
      this.#code = (this.#code + (this.#range & borrow)) | 0;
      value = (value << 1) + 1 + borrow;
      if (this.#range >>> 24 === 0) this.#shift();
    }
    return value;
  }

  #shift(): void {
    if (this.#at >= this.#bytes.length) throw new Error('ends early');
    this.#range <<= 8;
    this.#code = (this.#code << 8) | this.#bytes[this.#at++]!;
  }
}
