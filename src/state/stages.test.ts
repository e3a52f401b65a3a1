import { describe, expect, test } from 'vitest';
import { newReport } from '../data/cleaning/report.ts';
import type { SourceRecord, StagePage, StageQuery } from '../worker/api.ts';
import { openStudio, snapshot, source } from './fixtures.ts';
import { type Comparison, changedComparison, wholeComparison } from './stages.ts';

const steps = ['whitespace', 'short-lines', 'exact-duplicates'].map(newReport);
const cleaned: SourceRecord = { ...source('s'), steps };
const of = (...sources: SourceRecord[]) => {
  const before = snapshot('a');
  return { ...before, corpus: { ...before.corpus, sources } };
};
const place = (number: number) => ({ source: 's', shard: 0, index: number, number });
const page = (number: number, next: number | null): StagePage => ({
  documents: [{ place: place(number), before: `${number}`, after: null }],
  next: next === null ? null : place(next),
});

describe('changedComparison', () => {
  const now: Comparison = { source: 's', stages: [0, 3], what: 'both', rule: null };

  test.each([
    ['an end', [0, 2], [0, 2]],
    ['a beginning at the end', [3, 3], [2, 3]],
    ['an end beyond the last step', [0, 9], [0, 3]],
  ] as const)('takes %s', (_, stages, expected) => {
    expect(changedComparison(now, { stages }, 3).stages).toEqual(expected);
  });

  test('the stage that was not chosen gives way', () => {
    const middle: Comparison = { ...now, stages: [1, 2] };
    expect(changedComparison(middle, { stages: [2, 2] }, 3).stages).toEqual([2, 3]);
    expect(changedComparison(middle, { stages: [1, 1] }, 3).stages).toEqual([0, 1]);
  });

  test('a rule belongs to its stages, and shows what it removed', () => {
    const ruled = changedComparison(now, { rule: 'few-words' }, 3);
    expect(ruled).toMatchObject({ rule: 'few-words', what: 'removed' });
    expect(changedComparison(ruled, { stages: [0, 1] }, 3).rule).toBeNull();
    expect(changedComparison(ruled, { source: 't' }, 3).rule).toBeNull();
    expect(changedComparison(ruled, { what: 'changed' }, 3)).toMatchObject({ rule: null, what: 'changed' });
    expect(changedComparison(ruled, { rule: null }, 3)).toMatchObject({ rule: null, what: 'removed' });
  });

  test('another source may have fewer steps', () => {
    expect(changedComparison({ ...now, stages: [2, 3] }, { source: 't' }, 1).stages).toEqual([0, 1]);
  });
});

test('pages are turned forth and back, and another choice begins at the first', async () => {
  const asked: StageQuery[] = [];
  const { stages } = await openStudio({
    openProject: async () => of(cleaned),
    compareStages: async (_project, _job, query) => {
      asked.push(query);
      const number = query.from?.number ?? 0;
      return page(number, number < 1 ? number + 1 : null);
    },
  });
  await stages.open(wholeComparison(cleaned));
  await stages.next();
  await stages.next(); // there is none
  await stages.previous();
  await stages.next();
  await stages.change({ what: 'removed' });
  expect(asked.map(({ from, what }) => [from?.number ?? null, what])).toEqual([
    [null, 'both'],
    [1, 'both'],
    [null, 'both'],
    [1, 'both'],
    [null, 'removed'],
  ]);
  stages.close();
  expect(stages.store.getState()).toMatchObject({ comparison: null, page: null, job: null });
});

test('a source that is cleaned anew is compared anew, and one that is gone no more', async () => {
  const asked: StageQuery[] = [];
  const { stages, studio } = await openStudio({
    openProject: async () => of(cleaned),
    compareStages: async (_project, _job, query) => {
      asked.push(query);
      return page(0, null);
    },
  });
  await stages.open(wholeComparison(cleaned));
  studio.takeSnapshot(of(cleaned, source('t')));
  expect(asked).toHaveLength(1);
  studio.takeSnapshot(of({ ...cleaned, steps: steps.slice(0, 2) }));
  expect(asked.map((query) => query.stages)).toEqual([
    [0, 3],
    [0, 2],
  ]);
  studio.takeSnapshot(of(cleaned));
  expect(asked.at(-1)?.stages).toEqual([0, 3]);
  await stages.change({ stages: [0, 2] });
  studio.takeSnapshot(of({ ...cleaned, steps: [...steps, newReport('near-duplicates')] }));
  expect(asked.at(-1)?.stages).toEqual([0, 2]);
  studio.takeSnapshot(of());
  expect(stages.store.getState().comparison).toBeNull();
});
