/**
 * Which documents are held out of training, and what makes two documents the same. Both follow from a hash of the text
 * alone: adding or removing other documents moves nothing, a document that occurs twice is never on both sides, and a
 * larger share only adds to a smaller one. The share holds on average and by documents, not by bytes: of a handful of
 * documents none may be held out, or the longest. Check what was held out of a small corpus; splitting it into more,
 * shorter documents brings it closer to the share.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

export const HELD_OUT_SHARE = 0.05;

/** Cleaning a document asks for its hash twice, and hashing takes longer than most steps. */
let last = { text: '', hash: bytesToHex(sha256(new Uint8Array(0)).subarray(0, 16)) };

/**
 * SHA-256 of the text, cut to 128 bits, as 32 hex digits. Texts that differ only in how characters are composed (NFC)
 * or in white space hash alike; letter case counts (no language's case rules are applied).
 */
export function documentHash(text: string): string {
  if (text !== last.text) {
    const folded = text.normalize('NFC').replace(/\s+/g, ' ').trim();
    last = { text, hash: bytesToHex(sha256(utf8ToBytes(folded)).subarray(0, 16)) };
  }
  return last.hash;
}

/** Whether the document of this hash is held out. @param share 0 (none) … 1 (all) */
export function isHeldOut(hash: string, share: number = HELD_OUT_SHARE): boolean {
  if (!(share >= 0 && share <= 1)) throw new RangeError(`share must be between 0 and 1, got ${share}`);
  const fraction = Number.parseInt(hash.slice(0, 12), 16) / 2 ** 48;
  if (Number.isNaN(fraction)) throw new RangeError(`not a document hash: ${hash}`);
  return fraction < share;
}
