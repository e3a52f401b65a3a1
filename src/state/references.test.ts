import { expect, test, vi } from 'vitest';
import { DEFAULT_STEPS } from '../data/cleaning/table.ts';
import { OcaqError } from '../errors.ts';
import type { OcaqApi, ProjectSnapshot, ReferenceRecord, Surprise } from '../worker/api.ts';
import { awaitingSources } from './cleaning.ts';
import { openStudio, snapshot, source } from './fixtures.ts';
import { chosenFor, needsOf, surpriseKey } from './references.ts';
import { setOptions, switchStep } from './step-list.ts';

const reference = (id: string, use: ReferenceRecord['use']): ReferenceRecord => ({
  id,
  use,
  name: `${id}.txt`,
  addedAt: 0,
  from: { kind: 'files' },
  texts: 1,
  bytes: 1,
  readBytes: 1,
  badRows: 0,
  skippedFiles: 0,
  shortTexts: 0,
});

const projectWith = (references: ReferenceRecord[], state: 'clean' | 'stale' = 'clean'): ProjectSnapshot => {
  const of = snapshot('a');
  return { ...of, corpus: { ...of.corpus, cleaning: DEFAULT_STEPS, references, sources: [{ ...source('s'), state }] } };
};

async function opened(calls: Partial<OcaqApi> = {}, first: ProjectSnapshot = projectWith([])) {
  const trial = { documents: 1, bytes: 1, bytesOfAll: 1, milliseconds: 1, steps: [] };
  const stores = await openStudio({
    openProject: async (id) => (id === 'a' ? first : snapshot(id)),
    dryRun: async () => trial,
    ...calls,
  });
  const { cleaning, studio } = stores;
  const isOn = (id: string) => !cleaning.chosen().find((step) => step.id === id)?.off;
  return { ...stores, isOn, show: (now: ProjectSnapshot) => studio.takeSnapshot(now) };
}

const leaks = reference('x', 'evaluation');
const chosen = new File(['mətn'], 'x.txt');

test('the first text switches its step on, the last one that goes switches it off', async () => {
  const asked: unknown[] = [];
  const { references, cleaning, isOn, show } = await opened({
    addReference: async (...call) => {
      asked.push(call.filter((_, i) => i !== 1));
      show(projectWith([leaks]));
      return leaks;
    },
    removeReference: async (...call) => {
      asked.push(call);
      show(projectWith([]));
    },
  });
  expect(isOn('leaks')).toBe(false);
  await references.addFiles('evaluation', [chosen]);
  expect(asked).toEqual([
    ['a', 'evaluation', { kind: 'files', source: { name: 'x.txt', files: [{ path: 'x.txt', file: chosen }] } }],
  ]);
  expect([isOn('leaks'), isOn('perplexity')]).toEqual([true, false]);
  expect(cleaning.store.getState().trying).toBe(true);
  await references.remove(leaks);
  expect(asked[1]).toEqual(['a', 'x']);
  expect(isOn('leaks')).toBe(false);
  expect(references.store.getState()).toEqual({ adding: null, error: null, measured: null });
});

test('a step that was switched off stays off while other texts are chosen for it', async () => {
  const other = reference('y', 'evaluation');
  const { references, isOn, show } = await opened(
    { removeReference: async () => show(projectWith([other])) },
    projectWith([leaks, other]),
  );
  await references.remove(leaks);
  expect(isOn('leaks')).toBe(false);
});

test('steps that are on are tried with what is chosen now, though they are the same steps', async () => {
  vi.useFakeTimers();
  const dryRun = vi.fn(async () => ({ documents: 1, bytes: 1, bytesOfAll: 1, milliseconds: 1, steps: [] }));
  const on = (references: ReferenceRecord[], state: 'clean' | 'stale'): ProjectSnapshot => {
    const of = projectWith(references, state);
    return { ...of, corpus: { ...of.corpus, cleaning: switchStep(DEFAULT_STEPS, 'leaks', true) } };
  };
  const other = reference('y', 'evaluation');
  const { references, cleaning, studio, show } = await opened(
    {
      dryRun,
      addReference: async () => {
        show(on([leaks, other], 'stale'));
        return other;
      },
    },
    on([leaks], 'clean'),
  );
  await references.addFiles('evaluation', [chosen]);
  await vi.runAllTimersAsync();
  expect(dryRun).toHaveBeenCalledTimes(1);
  expect(cleaning.store.getState().trial).not.toBeNull();
  const corpus = studio.store.getState().snapshot?.corpus;
  expect(awaitingSources(cleaning.store.getState().draft, corpus)).toHaveLength(1);
  vi.useRealTimers();
});

test('what cannot be read is said where it was chosen, and what is there already by a notice', async () => {
  const failure = new OcaqError('reference-empty', 'There is no text in it.');
  let answer: () => Promise<null> = () => Promise.reject(failure);
  const addReference = vi.fn(() => answer());
  const { references, notices, isOn } = await opened({ addReference });
  await references.addFiles('trusted', [chosen, chosen]);
  expect(references.store.getState()).toMatchObject({ adding: null, error: { use: 'trusted', error: failure } });
  expect(addReference).toHaveBeenCalledTimes(1); // the second file is not tried
  const heard: unknown[] = [];
  notices.on((notice) => heard.push(notice));
  answer = async () => null;
  await references.addFiles('trusted', [chosen]);
  expect(heard).toEqual([{ kind: 'already-chosen', name: 'x.txt' }]);
  expect([references.store.getState().error, isOn('perplexity')]).toEqual([null, false]);
  answer = () => Promise.reject(new OcaqError('cancelled', 'It was cancelled.'));
  await references.addFiles('trusted', [chosen]);
  expect(references.store.getState().error).toBeNull();
});

test('trusted text is measured once, and anew when what it depends on changes', async () => {
  const surprise: Surprise = { trusted: null, corpus: { documents: 3, low: 1, middle: 2, high: 3 } };
  const measureSurprise = vi.fn(async () => surprise);
  const { references, cleaning, show } = await opened({ measureSurprise });
  await references.measure();
  expect(measureSurprise).not.toHaveBeenCalled(); // nothing is chosen
  show(projectWith([reference('t', 'trusted')]));
  await references.measure();
  await references.measure();
  expect(measureSurprise).toHaveBeenCalledTimes(1);
  expect(references.store.getState().measured?.surprise).toBe(surprise);
  cleaning.choose(setOptions(cleaning.chosen(), 'perplexity', { maxBitsPerCharacter: 3 }));
  await references.measure();
  expect(measureSurprise).toHaveBeenCalledTimes(1); // the bound changes no figure
  cleaning.choose(switchStep(cleaning.chosen(), 'whitespace', false));
  await references.measure();
  expect(measureSurprise).toHaveBeenCalledTimes(2);
  show(projectWith([reference('t', 'trusted'), reference('u', 'trusted')]));
  await references.measure();
  expect(measureSurprise).toHaveBeenCalledTimes(3);

  const failure = new OcaqError('documents-damaged', 'The documents are damaged.');
  measureSurprise.mockRejectedValueOnce(failure);
  show(projectWith([reference('v', 'trusted')]));
  await references.measure();
  expect(references.store.getState()).toMatchObject({ measured: null, error: { use: 'trusted', error: failure } });
});

test('which steps need texts, and which are chosen for them', () => {
  expect(['leaks', 'perplexity', 'whitespace', 'of another version'].map(needsOf)).toEqual([
    'evaluation',
    'trusted',
    null,
    null,
  ]);
  const { corpus } = projectWith([leaks, reference('t', 'trusted')]);
  expect(chosenFor('trusted', corpus).map(({ id }) => id)).toEqual(['t']);
  expect(chosenFor('trusted', undefined)).toEqual([]);
  expect(surpriseKey(DEFAULT_STEPS, corpus)).toBe(surpriseKey(switchStep(DEFAULT_STEPS, 'leaks', true), corpus));
});
