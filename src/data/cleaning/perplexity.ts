/**
 * Drops documents that surprise a model of trusted text: other languages, lists of names, spoiled text. The measure is the
 * logarithm of the perplexity per character, in bits, over the document's beginning and middle. Without a model it does nothing.
 */
import type { NgramModel } from '../ngram-model.ts';
import { sampleOf } from './sample.ts';
import { defineStep } from './step.ts';

/** Of the beginning and of the middle, in UTF-16 units. */
const SAMPLE = 256;

export const perplexity = defineStep({
  id: 'perplexity',
  version: 1,
  offByDefault: true,
  needs: 'trusted',
  defaults: {
    /** Under a model of a megabyte of Azerbaijani, other Azerbaijani has about 2, Turkish 5, shuffled letters 10. */
    maxBitsPerCharacter: 4,
  },
  create:
    ({ maxBitsPerCharacter }, { trusted }) =>
    (document) => {
      const measured = trusted ? surpriseOf(document, trusted) : 0;
      return measured > maxBitsPerCharacter ? { text: null, measured, bound: maxBitsPerCharacter } : { text: document };
    },
});

/** In bits per character. */
export const surpriseOf = (document: string, trusted: NgramModel): number =>
  trusted.bitsPerCharacter(sampleOf(document, SAMPLE));
