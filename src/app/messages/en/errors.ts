/** Errors whose own message has names of the code in it; of all others that message is the English text. */
import type { ErrorTexts } from '../language.ts';

const ranges: Record<string, string> = {
  'count-from-1': 'a whole number of at least 1',
  'count-to-10': 'a whole number from 1 to 10',
  count: 'a whole number, 0 or more',
  'above-0': 'more than 0',
  'from-0': '0 or more',
  'below-1': 'at least 0 and less than 1',
  'to-1': 'from 0 to 1',
};

export const errors: Partial<ErrorTexts> = {
  'setting-out-of-range': (d) => {
    const range = ranges[d.text('expected')] ?? 'another value';
    return `The setting “${d.field('setting')}” should be ${range}, but is ${d.figures('got')}.`;
  },
};
