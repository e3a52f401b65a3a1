/**
 * Reads a stream of chunks by counts of bytes, as formats with headers need it. Memory: what is peeked at, and one chunk.
 */
import { joinBytes } from '../utf8.ts';

/** Packed data that is not what its format says; `at` counts its bytes from the beginning. */
export class Damage extends Error {
  override readonly name = 'Damage';
  readonly at: number;

  constructor(reason: string, at: number, options?: ErrorOptions) {
    super(reason, options);
    this.at = at;
  }
}

const SKIP_BYTES = 65_536;

export class ByteReader {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #buffered: Uint8Array = new Uint8Array();
  #ended = false;
  #failure: { error: unknown } | null = null;
  #offset = 0;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** Bytes taken so far. */
  get offset(): number {
    return this.#offset;
  }

  /**
   * Everything that is buffered: at least `count` bytes, fewer only where the stream ends. Nothing is taken.
   * @throws what the stream threw, once nothing is left of what came before
   */
  async peek(count: number): Promise<Uint8Array> {
    const chunks = [this.#buffered];
    let have = this.#buffered.length;
    while (have < count && !this.#ended) {
      const chunk = await this.#next();
      chunks.push(chunk);
      have += chunk.length;
    }
    if (chunks.length > 1) this.#buffered = joinBytes(chunks);
    if (have === 0 && count > 0 && this.#failure !== null) throw this.#failure.error;
    return this.#buffered;
  }

  /** Takes bytes that were peeked at; `count` may not be more. */
  take(count: number): Uint8Array {
    const taken = this.#buffered.subarray(0, count);
    this.#buffered = this.#buffered.subarray(count);
    this.#offset += count;
    return taken;
  }

  /** @throws Damage where the stream ends before */
  async read(count: number): Promise<Uint8Array> {
    const { length } = await this.peek(count);
    if (length < count) throw this.endsEarly();
    return this.take(count);
  }

  /** The next `count` bytes, in the chunks in which they come. @throws Damage where the stream ends before */
  async *pass(count: number): AsyncGenerator<Uint8Array> {
    for (let left = count; left > 0; ) {
      const { length } = await this.peek(1);
      if (length === 0) throw this.endsEarly();
      const chunk = this.take(Math.min(left, length));
      left -= chunk.length;
      yield chunk;
    }
  }

  /** @throws Damage where the stream ends before */
  async skip(count: number): Promise<void> {
    for await (const _ of this.pass(count));
  }

  /** Everything that is left. */
  async *rest(): AsyncGenerator<Uint8Array> {
    for (let { length } = await this.peek(1); length > 0; { length } = await this.peek(1)) yield this.take(length);
  }

  /** Why there is no more: the stream failed, or its data ends where more should follow. */
  endsEarly(): unknown {
    return this.#failure?.error ?? new Damage('ends early', this.#offset + this.#buffered.length);
  }

  /** Whether nothing but zero bytes is left, which tapes and some tools put behind the data; they are taken. */
  async onlyZerosLeft(): Promise<boolean> {
    for (let bytes = await this.peek(1); bytes.length > 0; bytes = await this.peek(1)) {
      if (bytes.subarray(0, SKIP_BYTES).some((byte) => byte !== 0)) return false;
      this.take(Math.min(SKIP_BYTES, bytes.length));
    }
    return true;
  }

  /** Lets go of the stream. */
  async close(): Promise<void> {
    this.#ended = true;
    this.#buffered = new Uint8Array();
    await this.#chunks.return?.();
  }

  /** The next chunk; an empty one at the end. A failure is kept until what came before it is taken. */
  async #next(): Promise<Uint8Array> {
    try {
      const step = await this.#chunks.next();
      if (!step.done) return step.value;
    } catch (error) {
      this.#failure = { error };
    }
    this.#ended = true;
    return new Uint8Array();
  }
}
