import { describe, expect, test } from 'vitest';
import type { Advice, MeasuredVerdict, Trend } from '../../state/verdict.ts';
import { en } from '../messages/en/en.ts';
import { everyLanguage } from '../messages/every-language.ts';
import { type VerdictContext, verdictText } from './verdict-text.ts';

const point = (step: number, loss: number) => ({ step, loss, perplexity: Math.exp(loss), bitsPerByte: 1.95 });
const risen: MeasuredVerdict = {
  state: 'measured',
  trend: 'rising',
  best: point(240, Math.log(104)),
  latest: point(400, 4.95),
  baseline: { loss: Math.log(310), gain: 1.1 },
  passes: 12.4,
  advice: 'more-text',
};
const context: VerdictContext = { stage: 'pretrain', isOver: true, keptStep: 240, vocabSize: 20_000 };
const text = (verdict: Partial<MeasuredVerdict>, around: Partial<VerdictContext> = {}) =>
  verdictText({ ...risen, ...verdict }, { ...context, ...around }, en);

test('in three paragraphs: where it stands, compared with what, what would help', () => {
  expect(text({})).toEqual([
    'Held-out loss has risen again since step 240. After 12 passes the model is learning its text by heart.',
    'At its best, at step 240, it is as unsure as if it chose among 104 equally likely tokens. Knowing only how often each token occurs leaves 310. It would compress held-out text to 24\u00a0% of its size (1.95 bits per byte).',
    'More text would help. The checkpoint of step 240 is kept as the best and is chosen first.',
  ]);
});

test('nothing is said of what is not known', () => {
  expect(verdictText({ state: 'too-early' }, context, en)).toHaveLength(1);
  const [only, ...others] = text({ trend: null, baseline: null, advice: null, latest: risen.best });
  expect(only).toMatch(/^At its best.*tokens\. It would compress/);
  expect(others).toEqual([]);
});

test.each([
  [2.3, '2.3'],
  [9.94, '9.9'],
  [83.1, '83'],
  [12_345, '12\u202f345'],
  [20_001, '20\u202f000'],
])('a perplexity of %d is a choice among %s', (perplexity, said) => {
  expect(text({ best: point(240, Math.log(perplexity)) })[1]).toContain(`chose among ${said} equally`);
});

test.each([
  [null, false],
  [1.9, false],
  [2, true],
])('learning by heart after %j passes: %j', (passes, isSaid) => {
  expect(text({ passes })[0]!.includes('by heart')).toBe(isSaid);
});

test('a set of instructions is no text, and to be passed often', () => {
  const paragraphs = text({}, { stage: 'instruct' });
  expect(paragraphs[0]).not.toContain('by heart');
  expect(paragraphs[2]).toContain('More records');
});

test('the baseline is named where it is not reached', () => {
  expect(text({ baseline: { loss: 4, gain: 0 } })[1]).toContain('no better than');
});

test.each([
  ['no checkpoint of it is there', { keptStep: null }, risen.latest],
  ['another one is the best that is there', { keptStep: 200 }, risen.latest],
  ['it is the latest', {}, risen.best],
])('the best is not said to be kept where %s', (_what, around, latest) => {
  expect(text({ latest }, around)[2]).toBe('More text would help.');
});

describe.each([...everyLanguage])('$tag', (language) => {
  test('says every trend and every advice, under way and over', () => {
    const all = new Set<string>();
    for (const trend of ['falling', 'flat', 'rising'] satisfies Trend[])
      for (const isOver of [true, false])
        all.add(verdictText({ ...risen, trend }, { ...context, isOver }, language)[0]!);
    expect(all.size).toBe(6);
    const helps = (['more-text', 'stop-here', 'fewer-steps', 'more-steps', 'larger-model'] satisfies Advice[]).map(
      (advice) => verdictText({ ...risen, advice }, context, language)[2],
    );
    expect(new Set(helps).size).toBe(5);
  });
});
