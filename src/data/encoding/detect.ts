/**
 * The encoding of a text by its first 64 KiB: UTF-8 and UTF-16 by their form, Windows-1254 (Azerbaijani and Turkish in Latin
 * letters) and Windows-1251 (Cyrillic) by the letters that their bytes would be. Windows-1252 is never told from 1254: they
 * differ in six letters, ğ ı ş and their capitals, so that a text without these reads the same. Bytes that fit none of
 * them as text are no text to us; other encodings are among those.
 */
import { SNIFF_BYTES, Utf8Decoder } from '../utf8.ts';
import type { Encoding, KnownEncoding } from './encodings.ts';

/** Of the characters of a text, at most so many are invalid or control characters. */
const BAD_SHARE = 0.1;
/** Of the units of UTF-16, and of the bytes of a code page beyond ASCII, at least so many are what texts are made of. */
const FIT_SHARE = 0.9;
/** Letters from which on their frequencies say something. */
const ENOUGH_LETTERS = 12;
/** The ten most frequent letters make up 62 % of Russian; of bytes at random, or of text in KOI8-R, it is 34 % at most. */
const COMMON_SHARE = 0.45;
const COMMON_SHARE_CERTAIN = 0.5;

/** @returns null where the bytes are no text, or in an encoding that is not known */
export function detectEncoding(head: Uint8Array): KnownEncoding | null {
  const bytes = head.subarray(0, SNIFF_BYTES);
  const marked = markOf(bytes);
  if (marked === 'utf-16le' || marked === 'utf-16be') {
    return isUtf16(bytes.subarray(2), marked) ? { name: marked, isCertain: true } : null;
  }
  if (bytes.includes(0)) return utf16(bytes);
  const { length, bad, beyondAscii } = badAsUtf8(bytes);
  const isText = bad <= BAD_SHARE * length;
  // Texts in other encodings hardly ever hold good sequences.
  if (isText && (bad === 0 || marked === 'utf-8' || beyondAscii > 2 * bad)) {
    return { name: 'utf-8', isCertain: bad === 0 || marked === 'utf-8' || beyondAscii > 10 * bad };
  }
  return singleByte(bytes) ?? (isText ? { name: 'utf-8', isCertain: false } : null);
}

function markOf([first, second, third]: Uint8Array): Encoding | null {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : null;
}

/** Characters, those of them that are invalid or control characters, and those that are good and not ASCII. */
export function badAsUtf8(head: Uint8Array): { length: number; bad: number; beyondAscii: number } {
  const bytes = head.subarray(0, SNIFF_BYTES);
  const decoder = new Utf8Decoder();
  // A whole file also ends here; the 64 KiB of a longer one may well end inside a character.
  const text = decoder.decode(bytes) + (bytes.length < SNIFF_BYTES ? decoder.end() : '');
  const controls = text.match(/[^\P{Cc}\t\n\v\f\r]/gu)?.length ?? 0;
  const beyondAscii = text.match(/[^\p{ASCII}\uFFFD]/gu)?.length ?? 0;
  return { length: text.length, bad: decoder.badSequences + controls, beyondAscii };
}

/** Without a byte order mark: every other byte of Latin text, and of the spaces of any, is zero. */
function utf16(bytes: Uint8Array): KnownEncoding | null {
  const fits = (['utf-16le', 'utf-16be'] as const).filter((encoding) => isUtf16(bytes, encoding));
  return fits.length === 1 ? { name: fits[0]!, isCertain: bytes.length >= 2 * ENOUGH_LETTERS } : null;
}

/** Blocks of the scripts from Latin to Arabic, of Georgian, of typographic and other signs, and pairs of surrogates. */
const WRITTEN =
  /[\t\n\f\r\u0020-\u007e\u00a0-\u077f\u10a0-\u10ff\u1e00-\u206f\u20a0-\u20bf\u2100-\u2bff\ufb50-\ufeff]|[\ud800-\udbff][\udc00-\udfff]/g;

function isUtf16(bytes: Uint8Array, encoding: 'utf-16le' | 'utf-16be'): boolean {
  if (bytes.length % 2 === 1) return false;
  const text = new TextDecoder(encoding).decode(bytes);
  const written = text.match(WRITTEN)?.reduce((units, match) => units + match.length, 0) ?? 0;
  return !text.includes('\0') && written >= FIT_SHARE * text.length;
}

const setOf = (...bytes: readonly (number | readonly [from: number, to: number])[]): Uint8Array => {
  const set = new Uint8Array(256);
  for (const byte of bytes) {
    if (typeof byte === 'number') set[byte] = 1;
    else set.fill(1, byte[0], byte[1] + 1);
  }
  return set;
};

const ASCII_LETTERS = setOf([0x41, 0x5a], [0x61, 0x7a]);
/** Quotes, dashes and other signs that both code pages have in the same places. */
const SIGNS = [
  0x80,
  0x84,
  0x85,
  [0x91, 0x97],
  0x99,
  0xa0,
  0xa7,
  0xa9,
  0xab,
  0xad,
  0xae,
  0xb0,
  0xb1,
  0xb7,
  0xbb,
] as const;

/** Windows-1254: ç ğ ı ö ş ü and their capitals; â î û of loans, and ä for ə. */
const LATIN = setOf(
  0xc7,
  0xd0,
  0xd6,
  0xdc,
  0xdd,
  0xde,
  0xe7,
  0xf0,
  0xf6,
  0xfc,
  0xfd,
  0xfe,
  0xe2,
  0xee,
  0xfb,
  0xc4,
  0xe4,
);
/** Of these, the ones that no other language has so. */
const TURKIC = setOf(0xd0, 0xdd, 0xde, 0xf0, 0xfd, 0xfe);
const LATIN_SIGNS = setOf(...SIGNS);

/** Windows-1251: а to я and ё. */
const CYRILLIC = setOf([0xc0, 0xff], 0xa8, 0xb8);
/** а в е и л н о р с т and their capitals. */
const COMMON = setOf(
  ...[0xe0, 0xe2, 0xe5, 0xe8, 0xeb, 0xed, 0xee, 0xf0, 0xf1, 0xf2].flatMap((byte) => [byte, byte - 0x20]),
);
const CYRILLIC_SIGNS = setOf(...SIGNS, 0xb9);

/**
 * A letter of Latin text beyond ASCII stands beside ASCII letters, or another of its kind; a Cyrillic letter never stands
 * beside an ASCII letter. What is left open is shown as uncertain.
 */
function singleByte(bytes: Uint8Array): KnownEncoding | null {
  let beyondAscii = 0;
  let controls = 0;
  const latin = { letters: 0, turkic: 0, signs: 0 };
  const cyrillic = { letters: 0, common: 0, signs: 0 };
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (byte < 0x20 && !(byte >= 9 && byte <= 13)) controls++;
    if (byte < 0x80) continue;
    beyondAscii++;
    const before = bytes[i - 1] ?? 0x20;
    const after = bytes[i + 1] ?? 0x20;
    const besideAscii = ASCII_LETTERS[before]! || ASCII_LETTERS[after]!;
    if (LATIN_SIGNS[byte]) latin.signs++;
    else if (LATIN[byte] && (besideAscii || LATIN[before] || LATIN[after])) {
      latin.letters++;
      latin.turkic += TURKIC[byte]!;
    }
    if (CYRILLIC_SIGNS[byte]) cyrillic.signs++;
    else if (CYRILLIC[byte] && !besideAscii) {
      cyrillic.letters++;
      cyrillic.common += COMMON[byte]!;
    }
  }
  if (controls > BAD_SHARE * bytes.length) return null;
  const fits = ({ letters, signs }: { letters: number; signs: number }) => letters + signs >= FIT_SHARE * beyondAscii;
  const common = cyrillic.common / cyrillic.letters;
  if (fits(cyrillic) && common >= COMMON_SHARE) {
    return {
      name: 'windows-1251',
      isCertain: cyrillic.letters >= ENOUGH_LETTERS && common >= COMMON_SHARE_CERTAIN,
    };
  }
  if (!fits(latin)) return null;
  return { name: 'windows-1254', isCertain: latin.letters >= ENOUGH_LETTERS && latin.turkic > 0 };
}
