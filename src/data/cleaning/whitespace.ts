/**
 * Runs of spaces and tabs become one space, also at the beginning of lines; spaces at line ends go; three or more line
 * breaks become two; the document's ends are trimmed.
 */
import { defineStep } from './step.ts';

export const whitespace = defineStep({
  version: 1,
  id: 'whitespace',
  defaults: {},
  create: () => (document) => ({
    text: document
      .replace(/[^\S\n]{2,}/g, ' ')
      .replace(/[^\S\n]\n/g, '\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim(),
  }),
});
