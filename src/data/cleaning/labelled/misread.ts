/** Makes mojibake as programs make it: UTF-8 bytes read with the decoders of the platform, which follow the Encoding Standard. */

export const MISREADINGS = ['windows-1252', 'windows-1254', 'latin-1', 'macintosh'] as const;

/** As [what it is called, how the bytes are read, how often]. */
export const KINDS_OF_MOJIBAKE = [
  ['UTF-8 read as Windows-1252', 'windows-1252', 1],
  ['UTF-8 read as Windows-1254', 'windows-1254', 1],
  ['UTF-8 read as Latin-1', 'latin-1', 1],
  ['UTF-8 read as MacRoman', 'macintosh', 1],
  ['UTF-8 read as Windows-1252 twice', 'windows-1252', 2],
] as const;

/** @param times how often the text is written as UTF-8 and read wrongly */
export function misread(text: string, encoding: (typeof MISREADINGS)[number], times: number): string {
  // "iso-8859-1" is a label of windows-1252 in the Encoding Standard.
  const read = (bytes: Uint8Array) =>
    encoding === 'latin-1' ? String.fromCharCode(...bytes) : new TextDecoder(encoding).decode(bytes);
  let wrong = text;
  for (let i = 0; i < times; i++) wrong = read(new TextEncoder().encode(wrong));
  return wrong;
}
