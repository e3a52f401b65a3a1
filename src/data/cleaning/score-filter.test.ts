import { describe, expect, it } from 'vitest';
import { scoreFilter } from './score-filter.ts';

const { defaults } = scoreFilter;
const text = 'Sənəd.';

describe('score-filter', () => {
  const clean = scoreFilter.create({ column: 'fasttext', min: 0.5, max: 0.9 }, {});

  it.each([
    [0.5, { text }],
    [0.9, { text }],
    [0.499, { text: null, rule: 'score-low', measured: 0.499, bound: 0.5 }],
    [-3, { text: null, rule: 'score-low', measured: -3, bound: 0.5 }],
    [0.901, { text: null, rule: 'score-high', measured: 0.901, bound: 0.9 }],
    [Number.NaN, { text, remark: 'no-score' }],
  ])('of a score of %f', (score, result) => {
    expect(clean(text, { scores: { fasttext: score, other: 0 } })).toEqual(result);
  });

  it('keeps what has no such column, and says so', () => {
    expect(clean(text, { scores: { other: 1 } })).toEqual({ text, remark: 'no-score' });
    const inherited = scoreFilter.create({ column: 'constructor', min: 0, max: 1 }, {});
    expect(inherited(text, { scores: {} })).toEqual({ text, remark: 'no-score' });
  });

  it('does nothing by default, and by default bounds keep every score', () => {
    expect(scoreFilter.create(defaults, {})(text, { scores: { score: -1 } })).toEqual({ text });
    const open = scoreFilter.create({ ...defaults, column: 'score' }, {});
    for (const score of [-1e12, 0, 1e12]) expect(open(text, { scores: { score } })).toEqual({ text });
    expect(JSON.parse(JSON.stringify(defaults))).toEqual(defaults);
  });
});
