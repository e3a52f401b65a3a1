/** A list of token ids that grows as it is filled; four bytes per id, and room for as many again. */
export class IdBuffer {
  #ids = new Uint32Array(256);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(id: number): void {
    if (this.#length === this.#ids.length) this.#grow(this.#length + 1);
    this.#ids[this.#length++] = id;
  }

  /** Adds `length` ids of `source` from `start` on. */
  append(source: ArrayLike<number>, start: number, length: number): void {
    if (this.#length + length > this.#ids.length) this.#grow(this.#length + length);
    for (let i = start; i < start + length; i++) this.#ids[this.#length++] = source[i]!;
  }

  /** The ids so far, in memory of their own. */
  toArray(): Uint32Array<ArrayBuffer> {
    return this.#ids.slice(0, this.#length);
  }

  #grow(atLeast: number): void {
    const ids = new Uint32Array(Math.max(atLeast, this.#ids.length * 2));
    ids.set(this.#ids);
    this.#ids = ids;
  }
}
