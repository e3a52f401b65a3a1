/**
 * From bytes to text: a streaming UTF-8 decoder that repairs like the WHATWG Encoding Standard (each maximal invalid
 * subsequence becomes one U+FFFD, a leading byte order mark is dropped) and counts what it repaired. Other encodings, and how
 * they are told, are in encoding/.
 */

export type ByteSource = AsyncIterable<Uint8Array> | ReadableStream<Uint8Array>;

/** Bytes at the start of a file by which its encoding is told, and binary files from text. */
export const SNIFF_BYTES = 65_536;

/** UTF-8 bytes of a text; a lone surrogate counts 3, as the U+FFFD that is written for it. */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) continue;
    if (unit < 0x800) bytes += 1;
    else if (unit >= 0xd800 && unit < 0xdc00 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) {
      bytes += 2; // a pair: 4 bytes for 2 units
      i++;
    } else bytes += 2;
  }
  return bytes;
}

/** Decodes bytes that arrive in pieces; pieces may end anywhere. */
export class Utf8Decoder {
  readonly #decoder = new TextDecoder('utf-8');
  #replacementsOut = 0;
  #replacementsIn = 0;
  /** How many bytes of EF BF BD, a real U+FFFD, the input so far ends with. */
  #matched = 0;

  decode(bytes: Uint8Array): string {
    this.#countRealReplacements(bytes);
    return this.#counted(this.#decoder.decode(bytes, { stream: true }));
  }

  /** What the unfinished last sequence became: '' or one U+FFFD. */
  end(): string {
    return this.#counted(this.#decoder.decode());
  }

  /** Repaired sequences so far. EF never continues another sequence, so every EF BF BD of the input is a real one. */
  get badSequences(): number {
    return this.#replacementsOut - this.#replacementsIn;
  }

  #counted(text: string): string {
    for (let at = text.indexOf('\uFFFD'); at >= 0; at = text.indexOf('\uFFFD', at + 1)) this.#replacementsOut++;
    return text;
  }

  #countRealReplacements(bytes: Uint8Array): void {
    let matched = this.#matched;
    for (let i = 0; i < bytes.length; i++) {
      if (matched === 0) {
        i = bytes.indexOf(0xef, i);
        if (i < 0) break;
        matched = 1;
      } else if (matched === 1 && bytes[i] === 0xbf) matched = 2;
      else if (matched === 2 && bytes[i] === 0xbd) {
        this.#replacementsIn++;
        matched = 0;
      } else matched = bytes[i] === 0xef ? 1 : 0;
    }
    this.#matched = matched;
  }
}

/** The chunks of a source; a stream is cancelled when the loop over it ends early. */
export async function* chunksOf(source: ByteSource): AsyncGenerator<Uint8Array> {
  if (!('getReader' in source)) {
    yield* source;
    return;
  }
  const reader = source.getReader();
  try {
    for (let step = await reader.read(); !step.done; step = await reader.read()) yield step.value;
  } finally {
    await reader.cancel();
  }
}

export function joinBytes(chunks: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    joined.set(chunk, at);
    at += chunk.length;
  }
  return joined;
}
