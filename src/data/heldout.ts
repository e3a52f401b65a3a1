/**
 * Which documents are held out of training, and what makes two documents the same. Both follow from a hash of the text
 * alone: adding or removing other documents moves nothing, a document that occurs twice is never on both sides, and a
 * larger share only adds to a smaller one. The share holds on average and by documents, not by bytes: of a handful of
 * documents none may be held out, or the longest. Check what was held out of a small corpus; splitting it into more,
 * shorter documents brings it closer to the share.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

export const HELD_OUT_SHARE = 0.05;

/** Cleaning a document asks for its hash twice, and hashing takes longer than most steps. */
let last = { text: '', hash: hashOf(new Uint8Array(0)) };

/**
 * SHA-256 of the text, cut to 128 bits, as 32 hex digits. Texts that differ only in how characters are composed (NFC)
 * or in white space hash alike; letter case counts (no language's case rules are applied).
 */
export function documentHash(text: string): string {
  if (text !== last.text) last = { text, hash: hashOf(utf8(withPlainSpaces(text.normalize('NFC')).trim())) };
  return last.hash;
}

/** Every run of white space as one space. Most documents of one line are so already, which is told sooner than replaced. */
const withPlainSpaces = (text: string): string =>
  /[^\S ]/.test(text) || text.includes('  ') ? text.replace(/\s+/g, ' ') : text;

const encoder = new TextEncoder();
let buffer = new Uint8Array(65_536);

/** Good until the next call. */
function utf8(text: string): Uint8Array {
  const longest = 3 * text.length;
  if (buffer.length < longest) buffer = new Uint8Array(longest);
  return buffer.subarray(0, encoder.encodeInto(text, buffer).written);
}

function hashOf(bytes: Uint8Array): string {
  return bytesToHex(sha256(bytes).subarray(0, 16));
}

/** Whether the document of this hash is held out. @param share 0 (none) … 1 (all) */
export function isHeldOut(hash: string, share: number = HELD_OUT_SHARE): boolean {
  if (!(share >= 0 && share <= 1)) throw new RangeError(`share must be between 0 and 1, got ${share}`);
  const fraction = Number.parseInt(hash.slice(0, 12), 16) / 2 ** 48;
  if (Number.isNaN(fraction)) throw new RangeError(`not a document hash: ${hash}`);
  return fraction < share;
}
