import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { newReport } from '../data/cleaning/report.ts';
import { DEFAULT_STEPS, type StepChoice } from '../data/cleaning/table.ts';
import { OcaqError } from '../errors.ts';
import type { DryRun, OcaqApi, SourceRecord } from '../worker/api.ts';
import { awaitingSources, effectsOf, isChanged, SAMPLE_BYTES, shownSteps } from './cleaning.ts';
import { openStudio, snapshot, source } from './fixtures.ts';
import { setOptions, switchStep } from './step-list.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const trial = (documents: number): DryRun => ({ documents, bytes: 1, bytesOfAll: 1, milliseconds: 1, steps: [] });
const withOff = (...ids: string[]) =>
  ids.reduce<readonly StepChoice[]>((all, id) => switchStep(all, id, false), DEFAULT_STEPS);

const corpusOf = (sources: SourceRecord[]) => {
  const of = snapshot('a');
  return { ...of, corpus: { ...of.corpus, sources, cleaning: DEFAULT_STEPS } };
};

const opened = (calls: Partial<OcaqApi> = {}, sources = [source('s')]) =>
  openStudio({ openProject: async (id) => (id === 'a' ? corpusOf(sources) : snapshot(id)), ...calls });

test('changes that follow one another are tried together, the last one', async () => {
  const asked: [readonly StepChoice[], number][] = [];
  const { cleaning } = await opened({
    dryRun: async (_project, _job, steps, bytes) => {
      asked.push([steps, bytes]);
      return trial(7);
    },
  });
  cleaning.choose(withOff('whitespace'));
  cleaning.choose(withOff('whitespace', 'short-lines'));
  expect(cleaning.store.getState()).toMatchObject({ trying: true, trial: null });
  await vi.runAllTimersAsync();
  expect(asked).toEqual([[withOff('whitespace', 'short-lines'), SAMPLE_BYTES]]);
  expect(cleaning.store.getState()).toMatchObject({ trying: false, trial: trial(7) });
});

test('the newest trial counts, and ends the one before', async () => {
  const answers: ((run: DryRun) => void)[] = [];
  const cancelled: string[] = [];
  const { cleaning } = await opened({
    dryRun: () => new Promise((answer) => answers.push(answer)),
    cancel: async (job) => void cancelled.push(job),
  });
  cleaning.choose(withOff('whitespace'));
  await vi.runAllTimersAsync();
  cleaning.choose(withOff('short-lines'));
  expect(cancelled).toHaveLength(1);
  await vi.runAllTimersAsync();
  answers[1]?.(trial(2));
  await vi.runAllTimersAsync();
  answers[0]?.(trial(1));
  await vi.runAllTimersAsync();
  expect(cleaning.store.getState()).toMatchObject({ trying: false, trial: trial(2) });
});

test('steps that do what those of the project do are not tried', async () => {
  const dryRun = vi.fn(async () => trial(1));
  const { cleaning } = await opened({ dryRun });
  cleaning.choose(withOff('whitespace'));
  await vi.runAllTimersAsync();
  cleaning.choose(setOptions(DEFAULT_STEPS, 'gopher-quality', { minWords: 1 }));
  await vi.runAllTimersAsync();
  expect(dryRun).toHaveBeenCalledTimes(1);
  expect(cleaning.store.getState()).toMatchObject({ trying: false, trial: null });
});

test('without sources there is nothing to try', async () => {
  const dryRun = vi.fn(async () => trial(1));
  const { cleaning } = await opened({ dryRun }, []);
  cleaning.choose(withOff('whitespace'));
  await vi.runAllTimersAsync();
  expect(dryRun).not.toHaveBeenCalled();
  expect(cleaning.store.getState()).toMatchObject({ draft: withOff('whitespace'), trying: false });
});

test('a trial that fails says so', async () => {
  const failure = new OcaqError('documents-damaged', 'The documents are damaged.');
  const { cleaning } = await opened({ dryRun: () => Promise.reject(failure) });
  cleaning.choose(withOff('whitespace'));
  await vi.runAllTimersAsync();
  expect(cleaning.store.getState()).toMatchObject({ trying: false, trial: null, error: failure });
});

test('cleaning runs the draft and ends its trial; the draft of a failure is kept', async () => {
  const asked: unknown[] = [];
  let failure: OcaqError | null = new OcaqError(
    'storage-full',
    'There is no room left in the storage of this browser.',
  );
  const { cleaning } = await opened({
    cleanCorpus: async (project, _job, steps, scope) => {
      asked.push([project, steps, scope]);
      if (failure) throw failure;
      return [];
    },
  });
  cleaning.choose(withOff('whitespace'));
  await cleaning.cleanAll();
  expect(cleaning.store.getState()).toMatchObject({ draft: withOff('whitespace'), trying: false, error: failure });
  failure = null;
  await cleaning.cleanAll();
  expect(asked).toEqual([1, 2].map(() => ['a', withOff('whitespace'), 'all']));
  expect(cleaning.store.getState()).toMatchObject({ draft: null, trial: null, error: null });
});

test('steps that are chosen while others clean stay chosen, and are tried', async () => {
  let done: () => void = () => undefined;
  const { cleaning } = await opened({
    dryRun: async () => trial(3),
    cleanCorpus: () =>
      new Promise((resolve) => {
        done = () => resolve([]);
      }),
  });
  const cleaned = cleaning.clean('a', 'new', DEFAULT_STEPS);
  await vi.runAllTimersAsync();
  cleaning.choose(withOff('whitespace'));
  await vi.runAllTimersAsync();
  done();
  await cleaned;
  expect(cleaning.store.getState()).toMatchObject({ draft: withOff('whitespace'), trial: trial(3), trying: false });
});

test('another project knows nothing of the draft', async () => {
  const { cleaning, studio } = await opened({ dryRun: async () => trial(1) });
  cleaning.choose(withOff('whitespace'));
  await vi.runAllTimersAsync();
  await studio.openProject('b');
  expect(cleaning.store.getState()).toEqual({ draft: null, trial: null, trying: false, error: null });
});

test('what is shown, what is changed, what waits', () => {
  const { corpus } = corpusOf([source('s'), { ...source('t'), state: 'raw' }, { ...source('u'), state: 'stale' }]);
  expect(shownSteps(null, { ...corpus, cleaning: [] })).toHaveLength(DEFAULT_STEPS.length);
  expect(isChanged(null, corpus)).toBe(false);
  expect(isChanged(withOff('whitespace'), corpus)).toBe(true);
  expect(awaitingSources(null, corpus).map(({ id }) => id)).toEqual(['t', 'u']);
  expect(awaitingSources(withOff('whitespace'), corpus).map(({ id }) => id)).toEqual(['s', 't', 'u']);
});

test('effects add up over the sources that these steps cleaned', () => {
  const report = (removed: number) => ({
    ...newReport('short-lines'),
    documentsIn: 10,
    removed,
    rules: { x: removed },
  });
  const effects = effectsOf([
    { ...source('s'), steps: [newReport('whitespace'), report(1)] },
    { ...source('t'), steps: [report(2)] },
    { ...source('u'), state: 'stale', steps: [report(4)] },
  ]);
  expect(effects.get('short-lines')).toMatchObject({ documentsIn: 20, removed: 3, rules: { x: 3 } });
  expect(effects.get('whitespace')).toMatchObject({ removed: 0 });
});
