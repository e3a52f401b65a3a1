/**
 * A small language model that says how surprising a text is: characters, each after the four before it, with Witten-Bell
 * smoothing (I. Witten and T. Bell, 1991). Trained on text that one trusts, it tells text of that kind from other text. Memory
 * is bounded: when the table is full, the rarest of the longer n-grams are forgotten. N-grams are told apart by 32-bit hashes.
 */
import { OcaqError } from '../errors.ts';

const ORDER = 5;
/** N-grams that are kept: 32 MiB of memory, 11 MiB as bytes. */
const MOST_GRAMS = 1 << 20;
const FIRST_SLOTS = 1 << 14;
/** N-grams shorter than this are never forgotten. */
const FORGETTABLE = 3;
/** How many characters there might be, for one that the model has never seen. */
const ALPHABET = 4096;

/** "NGM1" */
const MAGIC = 0x314d474e;
/** Magic and number of n-grams, 32 bits each; number of characters, 64. */
const HEADER_BYTES = 16;
const GRAM_BYTES = 11;
/** Below it a product of probabilities is turned into bits: logarithms are dear. */
const LEAST_PRODUCT = 1e-250;

/** Fields of a slot: an n-gram's hash, how often it came, how many different characters followed it, its length. */
const FIELDS = 4;
const COUNT = 1;
const KINDS = 2;
const LENGTH = 3;

/** Open addressing; a count of 0 is a free slot, and half of the slots stay free. */
class Table {
  readonly fields: Int32Array<ArrayBuffer>;
  readonly slots: number;
  grams = 0;

  constructor(slots: number) {
    this.slots = slots;
    this.fields = new Int32Array(FIELDS * slots);
  }

  /** Where the fields of an n-gram begin, or the free ones where it belongs. */
  find(hash: number): number {
    const fields = this.fields;
    const mask = FIELDS * this.slots - 1;
    let at = Math.imul(FIELDS, hash ^ (hash >>> 15)) & mask;
    while (fields[at + COUNT] !== 0 && fields[at] !== hash) at = (at + FIELDS) & mask;
    return at;
  }

  enter(hash: number, count: number, kinds: number, length: number): void {
    const at = this.find(hash);
    this.fields[at] = hash;
    this.fields[at + COUNT] = count;
    this.fields[at + KINDS] = kinds;
    this.fields[at + LENGTH] = length;
    this.grams++;
  }

  /** The n-grams that came more than `rare` times, and all short ones, in a table of so many slots. */
  copy(slots: number, rare: number): Table {
    const copy = new Table(slots);
    const fields = this.fields;
    for (let at = 0; at < fields.length; at += FIELDS) {
      const count = fields[at + COUNT]!;
      const length = fields[at + LENGTH]!;
      if (count > rare || (count > 0 && length < FORGETTABLE))
        copy.enter(fields[at]!, count, fields[at + KINDS]!, length);
    }
    return copy;
  }
}

export class NgramModel {
  #table = new Table(FIRST_SLOTS);
  #characters = 0;
  /** How many different characters there were. */
  #alphabet = 0;

  /** Learns from one more document. */
  train(text: string): void {
    const reader = new GramReader(text);
    /** Where the n-grams are that end at the character before, by length - 1. */
    const contexts = new Int32Array(ORDER).fill(-1);
    while (reader.next()) {
      if (2 * (this.#table.grams + ORDER) > this.#table.slots) {
        this.#makeRoom();
        contexts.fill(-1);
      }
      const { fields } = this.#table;
      for (let length = Math.min(ORDER, reader.read); length >= 1; length--) {
        const hash = reader.hashes[length - 1]!;
        const at = this.#table.find(hash);
        if (fields[at + COUNT] === 0) {
          this.#table.enter(hash, 0, 0, length);
          const context = contexts[length - 2] ?? -1;
          if (length === 1) this.#alphabet++;
          else if (context >= 0) fields[context + KINDS]!++;
        }
        fields[at + COUNT]!++;
        contexts[length - 1] = at;
      }
      this.#characters++;
    }
  }

  /** Mean surprise in bits per UTF-16 unit; a run of white space is one, digits are alike. 0 for an empty text. */
  bitsPerCharacter(text: string): number {
    const reader = new GramReader(text);
    const { fields } = this.#table;
    const contexts = new Int32Array(ORDER).fill(-1);
    let bits = 0;
    let product = 1;
    while (reader.next()) {
      let probability = 1 / ALPHABET;
      let context = -1;
      let isKnown = true;
      for (let length = 1; length <= ORDER; length++) {
        // Where an n-gram never came, no longer one that ends like it did.
        const at: number = isKnown && length <= reader.read ? this.#table.find(reader.hashes[length - 1]!) : -1;
        const times: number = at < 0 ? 0 : fields[at + COUNT]!;
        isKnown = times > 0;
        if (length === 1) probability = smoothed(times, this.#characters, this.#alphabet, probability);
        else if (context >= 0)
          probability = smoothed(times, fields[context + COUNT]!, fields[context + KINDS]!, probability);
        context = contexts[length - 1]!;
        contexts[length - 1] = isKnown ? at : -1;
      }
      product *= probability;
      if (product < LEAST_PRODUCT) {
        bits -= Math.log2(product);
        product = 1;
      }
    }
    return reader.read === 0 ? 0 : (bits - Math.log2(product)) / reader.read;
  }

  toBytes(): Uint8Array<ArrayBuffer> {
    const { fields, grams } = this.#table;
    const bytes = new Uint8Array(HEADER_BYTES + GRAM_BYTES * grams);
    const view = new DataView(bytes.buffer);
    view.setUint32(0, MAGIC, true);
    view.setUint32(4, grams, true);
    view.setFloat64(8, this.#characters, true);
    let to = HEADER_BYTES;
    for (let at = 0; at < fields.length; at += FIELDS) {
      if (fields[at + COUNT] === 0) continue;
      view.setInt32(to, fields[at]!, true);
      view.setInt32(to + 4, fields[at + COUNT]!, true);
      view.setUint16(to + 8, fields[at + KINDS]!, true);
      view.setUint8(to + 10, fields[at + LENGTH]!);
      to += GRAM_BYTES;
    }
    return bytes;
  }

  /** @throws OcaqError `file-damaged` */
  static fromBytes(bytes: Uint8Array): NgramModel {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const grams = bytes.length >= HEADER_BYTES && view.getUint32(0, true) === MAGIC ? view.getUint32(4, true) : -1;
    if (bytes.length !== HEADER_BYTES + GRAM_BYTES * grams)
      throw new OcaqError(
        'file-damaged',
        'The stored model of trusted text is damaged. Choose the trusted text again, so that it is made anew.',
      );
    const model = new NgramModel();
    model.#table = new Table(Math.max(FIRST_SLOTS, 1 << (33 - Math.clz32(grams))));
    model.#characters = view.getFloat64(8, true);
    for (let at = HEADER_BYTES; at < bytes.length; at += GRAM_BYTES) {
      const length = view.getUint8(at + 10);
      model.#table.enter(view.getInt32(at, true), view.getInt32(at + 4, true), view.getUint16(at + 8, true), length);
      if (length === 1) model.#alphabet++;
    }
    return model;
  }

  /** Twice the slots; of the largest table the rarest n-grams go, until half of it is free again. */
  #makeRoom(): void {
    const { slots } = this.#table;
    if (slots < 2 * MOST_GRAMS) {
      this.#table = this.#table.copy(2 * slots, 0);
      return;
    }
    for (let rare = 1; 4 * this.#table.grams > slots && rare < 1 << 20; rare *= 2)
      this.#table = this.#table.copy(slots, rare);
  }
}

/** What came `times` of `total`, when `kinds` different ones did, and is as likely as `otherwise` among new ones. */
const smoothed = (times: number, total: number, kinds: number, otherwise: number): number =>
  kinds === 0 ? otherwise : (times + kinds * otherwise) / (total + kinds);

/** Reads a text one character on, and the n-grams that end with it. */
class GramReader {
  /** By order - 1, of as many orders as characters were read. */
  readonly hashes = new Int32Array(ORDER);
  /** Characters so far. */
  read = 0;
  readonly #text: string;
  #at = 0;
  #wasSpace = false;

  constructor(text: string) {
    this.#text = text;
  }

  /** @returns false at the end of the text */
  next(): boolean {
    let unit = this.#nextUnit();
    while (unit === SPACE && this.#wasSpace) unit = this.#nextUnit();
    if (unit < 0) return false;
    this.#wasSpace = unit === SPACE;
    const hashes = this.hashes;
    for (let order = ORDER - 1; order >= 1; order--) hashes[order] = mixed(hashes[order - 1]!, unit);
    hashes[0] = mixed(FIRST_HASH, unit);
    this.read++;
    return true;
  }

  #nextUnit(): number {
    if (this.#at === this.#text.length) return -1;
    const unit = this.#text.charCodeAt(this.#at++);
    if (unit <= SPACE || unit === 0xa0) return SPACE;
    return unit >= DIGITS.first && unit <= DIGITS.last ? DIGITS.first : unit;
  }
}

const SPACE = 0x20;
const DIGITS = { first: 0x30, last: 0x39 } as const;
const FIRST_HASH = 0x2545f491;

function mixed(hash: number, unit: number): number {
  const product = Math.imul(hash ^ Math.imul(unit + 1, 0x9e3779b1), 0x85ebca6b);
  return product ^ (product >>> 13);
}
