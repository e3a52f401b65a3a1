/**
 * Token ids as files for other programs: one stream for training and one of held-out documents, each in shards of the same
 * number of tokens (the last one has fewer), little-endian, 16 bits where the vocabulary fits and 32 else. A document may
 * go on in the next shard; each ends with the end-of-text token.
 */
import { endianness } from 'node:os';
import path from 'node:path';
import { writeWhole } from './files.ts';

export type Split = 'train' | 'heldout';

export interface ShardedSplit {
  tokens: number;
  documents: number;
  text_bytes: number;
  readonly shards: { readonly file: string; readonly tokens: number }[];
}

export class ShardWriter {
  readonly #dir: string;
  readonly #split: Split;
  readonly #room: Uint16Array | Uint32Array;
  readonly #written: ShardedSplit = { tokens: 0, documents: 0, text_bytes: 0, shards: [] };
  #filled = 0;

  constructor(dir: string, split: Split, shardTokens: number, vocabSize: number) {
    this.#dir = dir;
    this.#split = split;
    this.#room = vocabSize <= 2 ** 16 ? new Uint16Array(shardTokens) : new Uint32Array(shardTokens);
  }

  /** One document. */
  async add(tokens: Uint32Array, textBytes: number): Promise<void> {
    for (let at = 0; at < tokens.length; ) {
      const part = tokens.subarray(at, at + this.#room.length - this.#filled);
      this.#room.set(part, this.#filled);
      this.#filled += part.length;
      at += part.length;
      if (this.#filled === this.#room.length) await this.#write();
    }
    this.#written.tokens += tokens.length;
    this.#written.documents += 1;
    this.#written.text_bytes += textBytes;
  }

  /** Writes what is left, and says what there is. */
  async end(): Promise<ShardedSplit> {
    if (this.#filled > 0) await this.#write();
    return this.#written;
  }

  async #write(): Promise<void> {
    const file = `${this.#split}-${String(this.#written.shards.length).padStart(5, '0')}.bin`;
    await writeWhole(path.join(this.#dir, file), littleEndian(this.#room.slice(0, this.#filled)));
    this.#written.shards.push({ file, tokens: this.#filled });
    this.#filled = 0;
  }
}

function littleEndian(ids: Uint16Array | Uint32Array): Uint8Array {
  const bytes = Buffer.from(ids.buffer, ids.byteOffset, ids.byteLength);
  if (endianness() === 'LE') return bytes;
  return ids.BYTES_PER_ELEMENT === 2 ? bytes.swap16() : bytes.swap32();
}
