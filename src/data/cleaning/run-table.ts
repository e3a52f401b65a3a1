/** 64-bit hashes, each once, numbered in the order in which they come. 16 to 32 bytes a hash. */

const FIRST_HASHES = 512;

export class RunTable {
  /** How many different hashes there are. */
  size = 0;
  /** [2 · hashes]: low and high half of each. */
  #hashes = new Uint32Array(2 * FIRST_HASHES);
  /** The number of a hash plus one; 0: free. A power of two, of which at most half are taken. */
  #slots = new Uint32Array(2 * FIRST_HASHES);

  /** The number of a hash, a new one where it is new. */
  enter(low: number, high: number): number {
    const slot = this.#slotOf(low, high);
    const taken = this.#slots[slot]!;
    if (taken !== 0) return taken - 1;
    if (2 * this.size === this.#hashes.length) return this.#grown().enter(low, high);
    this.#hashes[2 * this.size] = low;
    this.#hashes[2 * this.size + 1] = high;
    this.#slots[slot] = ++this.size;
    return this.size - 1;
  }

  /** The number of a hash; −1: it is not there. */
  find(low: number, high: number): number {
    return this.#slots[this.#slotOf(low, high)]! - 1;
  }

  /** [2 · size]: the halves of each, in the order of their numbers. */
  hashes(): Uint32Array<ArrayBuffer> {
    return this.#hashes.slice(0, 2 * this.size);
  }

  #slotOf(low: number, high: number): number {
    const hashes = this.#hashes;
    const mask = this.#slots.length - 1;
    let slot = low & mask;
    for (; ; slot = (slot + 1) & mask) {
      const number = this.#slots[slot]! - 1;
      if (number < 0 || (hashes[2 * number] === low && hashes[2 * number + 1] === high)) return slot;
    }
  }

  #grown(): this {
    const before = this.#hashes;
    this.#hashes = new Uint32Array(2 * before.length);
    this.#hashes.set(before);
    this.#slots = new Uint32Array(2 * this.#slots.length);
    for (let number = 0; number < this.size; number++)
      this.#slots[this.#slotOf(before[2 * number]!, before[2 * number + 1]!)] = number + 1;
    return this;
  }
}
