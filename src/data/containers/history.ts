/** What a decompressor unpacked last, as far back as its copies may reach. Memory: one and a half times that, and a block. */

const FIRST_BYTES = 2 ** 18;

export class History {
  readonly reach: number;
  #bytes = new Uint8Array();
  #length = 0;

  constructor(reach: number) {
    this.reach = reach;
  }

  /**
   * @param most bytes of the block, at most
   * @param write puts it behind `at`, and returns where it ends
   * @returns the block, copied
   */
  append(most: number, write: (bytes: Uint8Array, at: number) => number): Uint8Array {
    if (this.#length + most > this.#bytes.length) this.#makeRoom(most);
    const start = this.#length;
    this.#length = write(this.#bytes, start);
    return this.#bytes.slice(start, this.#length);
  }

  /** From now on copies reach back to here. */
  clear(): void {
    this.#length = 0;
  }

  #makeRoom(more: number): void {
    const kept = this.#bytes.subarray(Math.max(0, this.#length - this.reach), this.#length);
    const wanted = Math.min(2 * this.#bytes.length, Math.ceil(1.5 * this.reach));
    const size = Math.max(FIRST_BYTES, wanted, kept.length + more);
    if (size > this.#bytes.length) {
      const larger = new Uint8Array(size);
      larger.set(kept);
      this.#bytes = larger;
    } else this.#bytes.set(kept);
    this.#length = kept.length;
  }
}
