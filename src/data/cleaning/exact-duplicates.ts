/**
 * Drops a document whose hash (see heldout.ts: composition and white space do not count) has been seen, and remembers
 * those it keeps, about 100 bytes each.
 */
import { documentHash } from '../heldout.ts';
import { defineStep } from './step.ts';

export const exactDuplicates = defineStep({
  id: 'exact-duplicates',
  defaults: {},
  create:
    (_options, { seen }) =>
    (document) => {
      const hash = documentHash(document);
      if (seen.has(hash)) return null;
      seen.add(hash);
      return { text: document };
    },
});
