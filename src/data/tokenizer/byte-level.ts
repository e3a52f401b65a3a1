/**
 * The byte-level alphabet of GPT-2, which every byte-level tokenizer.json uses: each of the 256 bytes is written as one
 * printable character, so that vocabularies and merges are plain JSON strings. The 188 bytes that are printable in
 * Latin-1 stand for themselves; the other 68 become U+0100, U+0101, … in rising order (a space is `Ġ`, a newline `Ċ`).
 * Source: Radford et al. 2019, "Language Models are Unsupervised Multitask Learners", and the encoder published with it.
 */

const isPrintable = (byte: number): boolean =>
  (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;

function alphabetByByte(): string[] {
  const characters: string[] = [];
  let borrowed = 0x100;
  for (let byte = 0; byte < 256; byte++) {
    characters.push(String.fromCharCode(isPrintable(byte) ? byte : borrowed++));
  }
  return characters;
}

/** The character of each byte: 256 strings of one UTF-16 unit. */
export const BYTE_TO_CHARACTER: readonly string[] = alphabetByByte();

const CHARACTER_TO_BYTE: ReadonlyMap<string, number> = new Map(
  BYTE_TO_CHARACTER.map((character, byte) => [character, byte]),
);

/** The 256 characters in the order in which Hugging Face's trainer numbers them: by code point. */
export const BYTE_LEVEL_ALPHABET: readonly string[] = [...BYTE_TO_CHARACTER].sort(
  (a, b) => a.charCodeAt(0) - b.charCodeAt(0),
);

/** `[0xc9, 0x99]` → `"ÉĻ"`. Reads `length` bytes from the start of `bytes`. */
export function toByteLevel(bytes: Uint8Array, length: number = bytes.length): string {
  let token = '';
  for (let i = 0; i < length; i++) token += BYTE_TO_CHARACTER[bytes[i]!];
  return token;
}

/** `"ÉĻ"` → `[0xc9, 0x99]`; undefined when a character is not of the alphabet. */
export function fromByteLevel(token: string): Uint8Array | undefined {
  const bytes = new Uint8Array(token.length);
  for (let i = 0; i < token.length; i++) {
    const byte = CHARACTER_TO_BYTE.get(token[i]!);
    if (byte === undefined) return undefined;
    bytes[i] = byte;
  }
  return bytes;
}
