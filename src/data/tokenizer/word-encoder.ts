/**
 * Encodes one word (a piece of pre-split text) into token ids: its bytes, merged by rank, lowest rank first and leftmost
 * among equals, which is the order of Hugging Face `tokenizers`. A merge costs the logarithm of the word's length, so
 * that a word of megabytes is no trap. Since words repeat, results are cached; the cache is emptied when it is full.
 * Memory: 24 bytes per merge for the ranks, at most 4 MB of cached ids and CACHED_WORDS words.
 */
import { OcaqError } from '../../errors.ts';
import type { TokenizerFile } from '../../formats/tokenizer-json.ts';
import { BYTE_TO_CHARACTER, toByteLevel } from './byte-level.ts';
import type { IdBuffer } from './id-buffer.ts';
import { NumberHeap } from './number-heap.ts';
import { PairMap } from './pair-map.ts';
import { detached } from './pretokenize.ts';

const CACHED_WORDS = 2 ** 17;
const CACHED_IDS = 2 ** 20;
/** UTF-16 units. Longer words hardly repeat. */
const LONGEST_CACHED = 64;
/** A heap entry is rank · POSITIONS + position: exact, with ranks below 2^20 and positions below 2^31. */
const POSITIONS = 2 ** 31;
const NONE = -1;

export class WordEncoder {
  readonly #idOfByte: Int32Array;
  /** Pair of ids → rank of its merge. */
  readonly #ranks = new PairMap();
  /** [merges] the id that each merge makes */
  readonly #merged: Int32Array;
  /** Tokens that a whole word may be, where the file says so. */
  readonly #wholeWords: ReadonlyMap<string, number>;

  /** Word → where its ids are in the pool, which holds [how many, ids…] for each. */
  readonly #cache = new Map<string, number>();
  readonly #pool = new Uint32Array(CACHED_IDS);
  #pooled = 0;

  readonly #utf8 = new TextEncoder();
  readonly #heap = new NumberHeap();
  #bytes = new Uint8Array(256);
  #ids = new Int32Array(256);
  #next = new Int32Array(256);
  #previous = new Int32Array(256);

  /** @param avoided ids that no word is encoded to; merges that make them are left out */
  constructor(file: TokenizerFile, avoided: ReadonlySet<number>) {
    const idOf = (token: string): number => file.vocab.get(token) ?? NONE;
    this.#idOfByte = Int32Array.from(BYTE_TO_CHARACTER, idOf);
    this.#merged = Int32Array.from(file.merges, ([left, right]) => idOf(left + right));
    file.merges.forEach(([left, right], rank) => {
      // Of a merge that is listed twice the last one counts, as in both of Hugging Face's libraries.
      if (!avoided.has(this.#merged[rank]!)) this.#ranks.set(idOf(left), idOf(right), rank);
    });
    this.#wholeWords = file.ignoreMerges
      ? new Map(Array.from(file.vocab).filter(([, id]) => !avoided.has(id)))
      : new Map<string, number>();
  }

  /** @throws OcaqError `tokenizer-byte-missing` for a byte that the vocabulary lacks */
  encode(word: string, ids: IdBuffer): void {
    const cached = this.#cache.get(word);
    if (cached !== undefined) {
      ids.append(this.#pool, cached + 1, this.#pool[cached]!);
      return;
    }
    const length = this.#encodeAnew(word);
    ids.append(this.#ids, 0, length);
    if (word.length <= LONGEST_CACHED) this.#remember(word, length);
  }

  /** Leaves the ids at the start of #ids and returns how many there are. */
  #encodeAnew(word: string): number {
    if (this.#bytes.length < word.length * 3) this.#makeRoom(word.length * 3);
    const { written } = this.#utf8.encodeInto(word, this.#bytes);
    const whole = this.#wholeWords.size > 0 ? this.#wholeWords.get(toByteLevel(this.#bytes, written)) : undefined;
    if (whole !== undefined) {
      this.#ids[0] = whole;
      return 1;
    }
    for (let i = 0; i < written; i++) {
      const id = this.#idOfByte[this.#bytes[i]!]!;
      if (id === NONE) refuseByte(this.#bytes[i]!, word);
      this.#ids[i] = id;
    }
    return this.#merge(written);
  }

  #merge(length: number): number {
    const [ids, next, previous] = [this.#ids, this.#next, this.#previous];
    for (let i = 0; i < length; i++) {
      next[i] = i + 1 < length ? i + 1 : NONE;
      previous[i] = i - 1;
    }
    for (let i = 0; i + 1 < length; i++) this.#offer(i);
    for (let top = this.#heap.pop(); top !== undefined; top = this.#heap.pop()) {
      const rank = Math.floor(top / POSITIONS);
      const left = top % POSITIONS;
      const right = next[left]!;
      // An entry is out of date when one of its two tokens was merged into another meanwhile.
      if (ids[left] === NONE || right === NONE || this.#ranks.get(ids[left]!, ids[right]!) !== rank) continue;
      ids[left] = this.#merged[rank]!;
      ids[right] = NONE;
      const after = next[right]!;
      next[left] = after;
      if (after !== NONE) previous[after] = left;
      if (previous[left] !== NONE) this.#offer(previous[left]!);
      this.#offer(left);
    }
    let kept = 0;
    for (let at = 0; at !== NONE && at < length; at = next[at]!) ids[kept++] = ids[at]!;
    return kept;
  }

  #offer(left: number): void {
    const right = this.#next[left]!;
    const rank = right === NONE ? NONE : this.#ranks.get(this.#ids[left]!, this.#ids[right]!);
    if (rank !== NONE) this.#heap.push(rank * POSITIONS + left);
  }

  #remember(word: string, length: number): void {
    if (this.#cache.size >= CACHED_WORDS || this.#pooled + 1 + length > CACHED_IDS) {
      this.#cache.clear();
      this.#pooled = 0;
    }
    this.#cache.set(detached(word), this.#pooled);
    this.#pool[this.#pooled++] = length;
    for (let i = 0; i < length; i++) this.#pool[this.#pooled++] = this.#ids[i]!;
  }

  #makeRoom(bytes: number): void {
    this.#bytes = new Uint8Array(bytes);
    this.#ids = new Int32Array(bytes);
    this.#next = new Int32Array(bytes);
    this.#previous = new Int32Array(bytes);
  }
}

function refuseByte(byte: number, word: string): never {
  const hex = byte.toString(16).padStart(2, '0').toUpperCase();
  throw new OcaqError(
    'tokenizer-byte-missing',
    `This tokenizer has no token for the byte 0x${hex}, so it cannot encode ${JSON.stringify(word.slice(0, 40))}. Use a tokenizer that has all 256 bytes.`,
    { byte: hex },
  );
}
