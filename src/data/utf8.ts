/**
 * From bytes to text: a streaming UTF-8 decoder that repairs like the WHATWG Encoding Standard (each maximal invalid
 * subsequence becomes one U+FFFD, a leading byte order mark is dropped) and counts what it repaired. Files that are no
 * text at all are refused by their first 64 KiB. Other encodings are not decoded here: UTF-16 is full of NUL bytes and
 * is refused with a hint, single-byte encodings are refused or show up as bad sequences. Memory: one chunk, of which at
 * most 1 MiB is decoded at a time.
 */
import { OcaqError } from '../errors.ts';

export type ByteSource = AsyncIterable<Uint8Array> | ReadableStream<Uint8Array>;

export interface Utf8Counts {
  bytes: number;
  badSequences: number;
}

/** Bytes at the start of a file by which binary files are told from text. */
export const SNIFF_BYTES = 65_536;
const DECODE_BYTES = 1_048_576;
const BAD_SHARE = 0.1;

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

/**
 * Throws unless the first bytes of a file (at most SNIFF_BYTES are looked at) look like UTF-8 text.
 * @throws OcaqError `file-empty`, `file-binary` (a NUL byte, or more than 10 % bad sequences and control characters)
 */
export function refuseBinary(head: Uint8Array, fileName: string): void {
  const bytes = head.subarray(0, SNIFF_BYTES);
  const decoder = new Utf8Decoder();
  // A whole file also ends here; the 64 KiB of a longer one may well end inside a character.
  const text = decoder.decode(bytes) + (bytes.length < SNIFF_BYTES ? decoder.end() : '');
  if (bytes.length === 0 || (text === '' && isByteOrderMark(bytes))) {
    throw new OcaqError('file-empty', `${fileName} is empty. Choose a file that holds text.`, { file: fileName });
  }
  if (bytes.includes(0)) {
    const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
    const hint = utf16 ? 'It looks like UTF-16: save it as UTF-8 and try again.' : 'Choose a text file in UTF-8.';
    throw new OcaqError('file-binary', `${fileName} is not UTF-8 text: it holds NUL bytes. ${hint}`, {
      file: fileName,
      reason: utf16 ? 'utf-16' : 'nul',
    });
  }
  const bad = decoder.badSequences + (text.match(/[^\P{Cc}\t\n\v\f\r]/gu)?.length ?? 0);
  if (bad > BAD_SHARE * text.length) {
    const percent = Math.round((100 * bad) / text.length);
    throw new OcaqError(
      'file-binary',
      `${fileName} is not UTF-8 text: ${percent} % of its first characters are invalid or control characters. If it is text in another encoding, save it as UTF-8 and try again.`,
      { file: fileName, reason: 'invalid', percent },
    );
  }
}

const isByteOrderMark = (bytes: Uint8Array): boolean =>
  bytes.length === 3 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;

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

/** Passes chunks on, but first gathers the first `size` bytes (fewer if the source ends) and hands them to `onHead`. */
export async function* withHead(
  source: ByteSource,
  size: number,
  onHead: (head: Uint8Array) => void,
): AsyncGenerator<Uint8Array> {
  let waiting: Uint8Array[] = [];
  let missing = size;
  for await (const chunk of chunksOf(source)) {
    if (missing <= 0) {
      yield chunk;
      continue;
    }
    waiting.push(chunk);
    missing -= chunk.length;
    if (missing > 0) continue;
    onHead(joinBytes(waiting).subarray(0, size));
    yield* waiting;
    waiting = [];
  }
  if (missing <= 0) return;
  onHead(joinBytes(waiting));
  yield* waiting;
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

/**
 * The text of a source, piece by piece (pieces are not aligned to anything); adds to `counts` as it goes.
 * @throws OcaqError `file-empty`, `file-binary`, before any text is given out
 */
export async function* decodeUtf8(
  source: ByteSource,
  counts: Utf8Counts,
  fileName = 'The file',
): AsyncGenerator<string> {
  const decoder = new Utf8Decoder();
  const badBefore = counts.badSequences;
  for await (const chunk of withHead(source, SNIFF_BYTES, (head) => refuseBinary(head, fileName))) {
    counts.bytes += chunk.length;
    for (let at = 0; at < chunk.length; at += DECODE_BYTES) {
      const text = decoder.decode(chunk.subarray(at, at + DECODE_BYTES));
      counts.badSequences = badBefore + decoder.badSequences;
      if (text !== '') yield text;
    }
  }
  const text = decoder.end();
  counts.badSequences = badBefore + decoder.badSequences;
  if (text !== '') yield text;
}
