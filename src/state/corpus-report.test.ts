import { expect, test } from 'vitest';
import { CorpusTally } from '../data/corpus-report/figures.ts';
import { openStudio, snapshot, source } from './fixtures.ts';

const written = new CorpusTally([], { are: 'estimated', count: () => 0 }).report([], [], []);
const of = (licence: string | null, runs = 0) => {
  const before = snapshot('a');
  return {
    ...before,
    runs: before.runs.slice(0, runs),
    corpus: { ...before.corpus, sources: [{ ...source('s'), licence }] },
  };
};

test('a report stays until what it is on changes', async () => {
  const { corpusReport, studio } = await openStudio({
    openProject: async () => of(null),
    reportCorpus: async () => written,
  });
  await corpusReport.write();
  expect(corpusReport.store.getState()).toEqual({ report: written, job: null, error: null });
  studio.takeSnapshot(of(null));
  expect(corpusReport.store.getState().report).toBe(written);
  studio.takeSnapshot(of('cc0-1.0'));
  expect(corpusReport.store.getState().report).toBeNull();
});

test('one that the corpus has changed under is not shown, and one that fails says why', async () => {
  let answer: (report: typeof written) => void = () => undefined;
  const { corpusReport, studio } = await openStudio({
    openProject: async () => of(null),
    reportCorpus: () => new Promise((resolve) => (answer = resolve)),
  });
  const writing = corpusReport.write();
  studio.takeSnapshot(of('cc0-1.0'));
  answer(written);
  await writing;
  expect(corpusReport.store.getState()).toEqual({ report: null, job: null, error: null });

  const failing = await openStudio({ reportCorpus: () => Promise.reject(new Error('no')) });
  await failing.corpusReport.write();
  expect(failing.corpusReport.store.getState().error?.message).toContain('no');
});
