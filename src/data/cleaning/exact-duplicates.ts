/**
 * Drops a document whose hash (see heldout.ts: composition and white space do not count) that of an earlier one is.
 * Memory: about 100 bytes per document kept.
 */
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { documentHash } from '../heldout.ts';
import { defineCorpusStep, type Fingerprint } from './step.ts';

export const exactDuplicates = defineCorpusStep({
  id: 'exact-duplicates',
  version: 1,
  defaults: {},
  fingerprint: () => (document) => new Uint8Array(hexToBytes(documentHash(document))),
  open: () => {
    const places = new Map<string, number>();
    const keyOf = (fingerprint: Fingerprint) => bytesToHex(fingerprint);
    return {
      judge(fingerprint, place) {
        const key = keyOf(fingerprint);
        const like = places.get(key);
        if (like !== undefined) return { like, similarity: 1 };
        places.set(key, place);
        return null;
      },
      restore: (fingerprint, place) => void places.set(keyOf(fingerprint), place),
    };
  },
});
