/**
 * The names of files in archives: in UTF-8, or in a code page of DOS where an old program packed them, and made harmless.
 * They are shown, sorted by, and looked at for endings; nothing is ever written under them.
 */

const LONGEST = 1024;

/** IBM code page 437 from 0x80 on (Unicode Consortium, VENDORS/MICSFT/PC/CP437.TXT). */
const CP437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';

/** @param isUtf8 whether the archive says so; else UTF-8 is taken where the bytes are valid */
export function entryName(bytes: Uint8Array, isUtf8 = false): string {
  return harmless(isUtf8 ? new TextDecoder().decode(bytes) : decodeName(bytes));
}

function decodeName(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return isCyrillic(bytes)
      ? new TextDecoder('ibm866').decode(bytes)
      : Array.from(bytes, (byte) => (byte < 0x80 ? String.fromCharCode(byte) : CP437[byte - 0x80])).join('');
  }
}

/** Small Cyrillic letters of code page 866 stand where 437 has signs that names hardly ever hold. */
function isCyrillic(bytes: Uint8Array): boolean {
  const high = bytes.filter((byte) => byte >= 0x80);
  const small = high.filter((byte) => (byte >= 0xa0 && byte <= 0xaf) || (byte >= 0xe0 && byte <= 0xef));
  return 2 * small.length > high.length;
}

/** A relative path of plain names: no `..`, no drives, no characters that hide or turn round what stands there. */
export function harmless(name: string): string {
  const parts = name
    .replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '')
    .split(/[\\/]/)
    .filter((part) => part !== '' && part !== '.' && part !== '..' && !/^[A-Za-z]:$/.test(part));
  return parts.join('/').slice(0, LONGEST) || '?';
}
