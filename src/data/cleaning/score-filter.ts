/**
 * Drops documents by a number that their row gave: a quality score, a language's probability. It does nothing until a
 * column is named. A document without the column is kept, with a remark.
 */
import { defineStep } from './step.ts';

export type ScoreFilterRule = 'score-low' | 'score-high';

export const scoreFilter = defineStep({
  id: 'score-filter',
  version: 1,
  offByDefault: true,
  defaults: {
    /** Name of the column; '': none. */
    column: '',
    /** Least and greatest score of a document that is kept; by default every score is. */
    min: Number.MIN_SAFE_INTEGER,
    max: Number.MAX_SAFE_INTEGER,
  },
  create:
    ({ column, min, max }) =>
    (document, { scores }) => {
      if (column === '') return { text: document };
      if (!Object.hasOwn(scores, column)) return { text: document, remark: 'no-score' };
      const score = Number(scores[column]);
      if (score < min) return { text: null, rule: 'score-low' satisfies ScoreFilterRule, measured: score, bound: min };
      if (score > max) return { text: null, rule: 'score-high' satisfies ScoreFilterRule, measured: score, bound: max };
      return Number.isNaN(score) ? { text: document, remark: 'no-score' } : { text: document };
    },
});
