/**
 * Runs of spaces and tabs become one space, also at the beginning of lines; spaces at line ends go; three or more line
 * breaks become two; the document's ends are trimmed.
 */
import { defineStep } from './step.ts';
import { unitSet } from './units.ts';

/** What `\s` matches. */
const WHITE = unitSet(
  '\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff',
);
const LINE_BREAK = 0x0a;

export const whitespace = defineStep({
  version: 1,
  id: 'whitespace',
  defaults: {},
  create: () => (document) => ({
    text: isTidy(document)
      ? document
      : document
          .replace(/[^\S\n]{2,}/g, ' ')
          .replace(/[^\S\n]\n/g, '\n')
          .replace(/\n{3,}/g, '\n\n')
          .trim(),
  }),
});

function isTidy(text: string): boolean {
  if (text.trim() !== text) return false;
  let isAfterSpace = false;
  let breaks = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    const isWhite = WHITE[unit] === 1;
    if (isWhite && isAfterSpace) return false;
    breaks = unit === LINE_BREAK ? breaks + 1 : 0;
    if (breaks > 2) return false;
    isAfterSpace = isWhite && unit !== LINE_BREAK;
  }
  return true;
}
