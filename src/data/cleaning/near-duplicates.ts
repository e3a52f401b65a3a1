/**
 * Drops a document that is nearly the same as an earlier one, of whatever source: by signatures of 80 minima over its runs
 * of five words (minhash.ts), which are cut into 16 bands of 5 and compared whole before anything is dropped
 * (signature-index.ts). A pair of true similarity J is found with this probability at the default bound, the first factor
 * being the bands', the second the estimate's (normal approximation, standard error √(J(1 − J)/80)):
 *
 *   J 0.9   1.00 · 1.00      J 0.8   1.00 · 0.99      J 0.7   0.95 · 0.50      J 0.6   0.73 · 0.03      J 0.5   0.40 · 0.0002
 *
 * FineWeb's 14 bands of 8 minima (Penedo et al. 2024, 3.4), not compared whole, find 0.92 of the pairs at 0.8.
 * A lower bound than 0.5 finds few more, since the bands find few pairs there. Documents of fewer than five words are left to
 * 'exact-duplicates'. Memory: 169 to 212 bytes a document kept.
 */
import { MinHasher, SIGNATURE_BYTES } from './minhash.ts';
import { SignatureIndex } from './signature-index.ts';
import { defineCorpusStep, type Fingerprint } from './step.ts';

const BANDS = 16;

export const nearDuplicates = defineCorpusStep({
  id: 'near-duplicates',
  version: 1,
  defaults: {
    /** The least share, 0 … 1, of their runs of five words that two documents have in common (the Jaccard similarity). */
    minSimilarity: 0.7,
  },
  fingerprint: () => {
    const hasher = new MinHasher();
    return (document) => hasher.signature(document) ?? new Uint8Array(SIGNATURE_BYTES);
  },
  open: ({ minSimilarity }) => {
    const kept = new SignatureIndex(SIGNATURE_BYTES, BANDS);
    return {
      find(signature) {
        const found = isBlank(signature) ? null : kept.find(signature, minSimilarity);
        return found && { like: found.place, similarity: found.similarity };
      },
      remember(signature, place) {
        if (!isBlank(signature)) kept.add(signature, place);
      },
    };
  },
});

/** What stands for the signature of a document that is too short for one. */
const isBlank = (signature: Fingerprint): boolean => signature.every((byte) => byte === 0);
