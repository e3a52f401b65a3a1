/**
 * Drops a document that has thirteen words in a row in common with a text of the chosen evaluation sets: a model that
 * learned from it would be tested on what it has seen. Without evaluation sets it does nothing.
 */
import { defineStep } from './step.ts';

export const leaks = defineStep({
  id: 'leaks',
  version: 1,
  offByDefault: true,
  needs: 'evaluation',
  defaults: {},
  create:
    (_options, { evaluation }) =>
    (document) => {
      const shared = evaluation?.firstIn(document) ?? null;
      return shared === null ? { text: document } : { text: null, removed: shared };
    },
});
