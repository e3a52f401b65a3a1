/**
 * Finds, among millions of signatures of equal length, one that agrees with a given signature in enough places: locality-
 * sensitive hashing by bands (Leskovec, Rajaraman and Ullman, "Mining of massive datasets", 3.4). A signature is cut into
 * `bands` equal parts, one hash table a part; signatures with an equal part are compared whole. Of two documents of
 * similarity s, with rows r = places / bands, a part is equal with probability 1 − (1 − s^r)^bands. One band finds equal
 * signatures only.
 *
 * Memory of a signature: its bytes, 4 for its number, and in each band a slot of 4 bytes in a table that is half to three
 * quarters full, so 5.3 to 8. Nothing is an object. Tables grow by half, one after the other. Time is bounded whatever the
 * documents: a part that 32 signatures share (a form letter, filled in differently) takes no more of them.
 */
import { finalise32 } from '../random.ts';
import { similarityOf } from './minhash.ts';

export interface Found {
  /** The number that was given with the signature. */
  readonly place: number;
  /** 0 … 1, as estimated from both signatures. */
  readonly similarity: number;
}

const FNV_PRIME = 0x01000193;
const PAGE_ROWS = 4096;
const FIRST_SLOTS = 1024;
const MOST_FULL = 0.75;
const GROWTH = 1.5;
const SHARED_PART = 32;
/**
 * A slot is 0 when it is free, else the signature's row + 1 above 6 bits of the part's hash, which tell most of the foreign
 * slots on the way without a look at their signatures.
 */
const TAG_BITS = 6;
const TAG_MASK = (1 << TAG_BITS) - 1;
const MAX_ROWS = 2 ** (32 - TAG_BITS) - 1;

export class SignatureIndex {
  readonly #width: number;
  readonly #partBytes: number;
  readonly #tables: Uint32Array[];
  readonly #signatures: Uint8Array[] = [];
  readonly #places: Uint32Array[] = [];
  #rows = 0;

  /** @param width bytes of a signature, a multiple of `bands` */
  constructor(width: number, bands: number) {
    if (!Number.isInteger(width / bands)) throw new RangeError(`${width} bytes cannot be cut into ${bands} bands`);
    this.#width = width;
    this.#partBytes = width / bands;
    this.#tables = Array.from({ length: bands }, () => new Uint32Array(FIRST_SLOTS));
  }

  /** How many signatures it holds. */
  get size(): number {
    return this.#rows;
  }

  /** Bytes that it takes now. */
  get bytes(): number {
    const tables = this.#tables.reduce((sum, table) => sum + table.byteLength, 0);
    return tables + this.#signatures.length * PAGE_ROWS * (this.#width + 4);
  }

  /** A signature that is at least so similar, if any is found. */
  find(signature: Uint8Array, leastSimilarity: number): Found | null {
    let compared = -1;
    for (let band = 0; band < this.#tables.length; band++) {
      const from = band * this.#partBytes;
      const hash = this.#hashPart(signature, from);
      const table = this.#tables[band]!;
      for (let slot = firstSlot(hash, table); table[slot] !== 0; slot = nextSlot(slot, table)) {
        const row = this.#rowOfPart(table[slot]!, hash, signature, from);
        // Signatures that are alike meet in several bands: one look is enough.
        if (row < 0 || row === compared) continue;
        compared = row;
        const similarity = this.#similarity(row, signature);
        if (similarity >= leastSimilarity)
          return { place: this.#places[Math.floor(row / PAGE_ROWS)]![row % PAGE_ROWS]!, similarity };
      }
    }
    return null;
  }

  /** @param place a number below 2³² that `find` gives back */
  add(signature: Uint8Array, place: number): void {
    if (signature.length !== this.#width)
      throw new RangeError(`a signature of ${signature.length} bytes, not ${this.#width}`);
    if (this.#rows === MAX_ROWS) throw new RangeError(`no more than ${MAX_ROWS} signatures`);
    if (this.#rows + 1 > MOST_FULL * this.#tables[0]!.length) this.#grow();
    const row = this.#rows++;
    if (row % PAGE_ROWS === 0) {
      this.#signatures.push(new Uint8Array(PAGE_ROWS * this.#width));
      this.#places.push(new Uint32Array(PAGE_ROWS));
    }
    this.#signatures.at(-1)!.set(signature, (row % PAGE_ROWS) * this.#width);
    this.#places.at(-1)![row % PAGE_ROWS] = place;
    for (let band = 0; band < this.#tables.length; band++) this.#enter(band, row, signature);
  }

  #enter(band: number, row: number, signature: Uint8Array): void {
    const from = band * this.#partBytes;
    const hash = this.#hashPart(signature, from);
    const table = this.#tables[band]!;
    let slot = firstSlot(hash, table);
    for (let shared = 0; table[slot] !== 0; slot = nextSlot(slot, table))
      if (this.#rowOfPart(table[slot]!, hash, signature, from) >= 0 && ++shared === SHARED_PART) return;
    table[slot] = ((row + 1) << TAG_BITS) | (hash & TAG_MASK);
  }

  #grow(): void {
    const slots = Math.ceil(this.#tables[0]!.length * GROWTH);
    for (let band = 0; band < this.#tables.length; band++) {
      const grown = new Uint32Array(slots);
      for (const entry of this.#tables[band]!) {
        if (entry === 0) continue;
        const row = (entry >>> TAG_BITS) - 1;
        const page = this.#signatures[Math.floor(row / PAGE_ROWS)]!;
        const hash = this.#hashPart(page, (row % PAGE_ROWS) * this.#width + band * this.#partBytes);
        let slot = firstSlot(hash, grown);
        while (grown[slot] !== 0) slot = nextSlot(slot, grown);
        grown[slot] = entry;
      }
      this.#tables[band] = grown;
    }
  }

  /** The row of a slot whose part `from …` is equal to the signature's, or −1. */
  #rowOfPart(entry: number, hash: number, signature: Uint8Array, from: number): number {
    if (((entry ^ hash) & TAG_MASK) !== 0) return -1;
    const row = (entry >>> TAG_BITS) - 1;
    const page = this.#signatures[Math.floor(row / PAGE_ROWS)]!;
    const at = (row % PAGE_ROWS) * this.#width;
    for (let i = from; i < from + this.#partBytes; i++) if (page[at + i] !== signature[i]) return -1;
    return row;
  }

  #similarity(row: number, signature: Uint8Array): number {
    const page = this.#signatures[Math.floor(row / PAGE_ROWS)]!;
    const at = (row % PAGE_ROWS) * this.#width;
    let equal = 0;
    for (let i = 0; i < this.#width; i++) if (page[at + i] === signature[i]) equal++;
    return similarityOf(equal / this.#width);
  }

  #hashPart(bytes: Uint8Array, from: number): number {
    let hash = 0;
    for (let i = from; i < from + this.#partBytes; i++) hash = Math.imul(hash ^ bytes[i]!, FNV_PRIME);
    return finalise32(hash);
  }
}

/** Where a hash belongs in a table of any length: its order among the hashes, since the low bits are the tag's. */
const firstSlot = (hash: number, table: Uint32Array): number => Math.floor((hash * table.length) / 2 ** 32);

const nextSlot = (slot: number, table: Uint32Array): number => (slot + 1 === table.length ? 0 : slot + 1);
