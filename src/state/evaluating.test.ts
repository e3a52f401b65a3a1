import { expect, test } from 'vitest';
import { OcaqError } from '../errors.ts';
import type { EvaluationSet, Measurement, RecognisedSet, RunRecord } from '../worker/api.ts';
import { chosenSet, type EvaluatingState, FEW_PAIRS } from './evaluating.ts';
import { openStudio, run, snapshot } from './fixtures.ts';

const file = new File(['a'], 'a.jsonl');
const exam = (asksBase: boolean): RecognisedSet => ({ kind: 'exam', items: 1, form: 'plain', asksBase });

test.each<[string, Pick<EvaluatingState, 'choice' | 'file'>, EvaluationSet | null]>([
  ['held-out text', { choice: 'held-out', file: null }, { kind: 'held-out' }],
  ['a few pairs', { choice: 'azblimp-few', file: null }, { kind: 'azblimp', each: FEW_PAIRS }],
  ['no file yet', { choice: 'file', file: null }, null],
  ['a file that is being looked at', { choice: 'file', file: { file, set: null, indexBase: null, left: 0 } }, null],
  [
    'an exam',
    { choice: 'file', file: { file, set: exam(false), indexBase: null, left: 0 } },
    { kind: 'exam', file, indexBase: null },
  ],
  [
    'prompts',
    { choice: 'file', file: { file, set: { ...exam(false), kind: 'prompts' }, indexBase: null, left: 0 } },
    { kind: 'prompts', file, maxTokens: 9 },
  ],
  ['one that asks', { choice: 'file', file: { file, set: exam(true), indexBase: null, left: 0 } }, null],
  [
    'one that was answered',
    { choice: 'file', file: { file, set: exam(true), indexBase: 'one', left: 0 } },
    { kind: 'exam', file, indexBase: 'one' },
  ],
])('what is measured on: %s', (_, state, set) => expect(chosenSet({ maxTokens: 9, ...state })).toEqual(set));

test('a file that is not what a person says stays what it was, and says why', async () => {
  const { evaluating } = await openStudio({
    recogniseSet: async (_, as) => {
      if (as === 'pairs') throw new OcaqError('pairs-none', 'No pairs.', {});
      return exam(false);
    },
  });
  await evaluating.takeFiles([file]);
  expect(evaluating.store.getState()).toMatchObject({ choice: 'file', file: { set: { kind: 'exam' } }, error: null });
  await evaluating.takeFor('pairs');
  expect(evaluating.store.getState()).toMatchObject({ file: { set: { kind: 'exam' } }, error: { code: 'pairs-none' } });
});

test('a result that there is no room to keep is shown all the same, with what is in the way', async () => {
  const measurement = { id: 'm', checkpoint: 'c' } as Measurement;
  const kept = { ...measurement, id: 'k' };
  const unkept = { code: 'storage-full', message: 'No room.', details: {} } as const;
  const { evaluating } = await openStudio({
    listMeasurements: async () => ({ measurements: [kept], unknown: 1 }),
    measureCheckpoint: async () => ({ measurement, unkept }),
  });
  await evaluating.start('c');
  expect(evaluating.store.getState()).toMatchObject({
    ...{ isMeasuring: false, measurements: [kept, measurement], unknown: 1, error: { code: 'storage-full' } },
  });
});

test('of several files the first is taken, and how many are left is said until another one is', async () => {
  const { evaluating } = await openStudio({ recogniseSet: async () => exam(true) });
  const left = () => evaluating.store.getState().file?.left;
  await evaluating.takeFiles([]);
  expect(left()).toBeUndefined();
  await evaluating.takeFiles([file, new File(['b'], 'b.txt'), new File(['c'], 'c.txt')]);
  expect(evaluating.store.getState().file).toMatchObject({ file: { name: 'a.jsonl' }, left: 2 });
  await evaluating.takeFor('exam');
  expect(left()).toBe(2);
  await evaluating.takeFiles([file]);
  expect(left()).toBe(0);
});

test('of files that are looked at one after the other the last one stays, whichever is known first', async () => {
  const answers: (() => void)[] = [];
  const { evaluating } = await openStudio({
    recogniseSet: (given) =>
      new Promise((resolve) => answers.push(() => resolve({ ...exam(false), form: given.name }))),
  });
  const taken = ['a', 'b'].map((name) => evaluating.takeFiles([new File([name], name)]));
  for (const answer of answers.toReversed()) answer();
  await Promise.all(taken);
  expect(evaluating.store.getState().file).toMatchObject({ file: { name: 'b' }, set: { form: 'b' } });
});

test('results are read again when the run that they belong to is deleted, and at no other change', async () => {
  const reads: string[] = [];
  const { evaluating, events } = await openStudio({
    openProject: async (id) => snapshot(id, [run('r', 'finished'), run('s', 'finished')]),
    listMeasurements: async (project) => {
      reads.push(project);
      return { measurements: [], unknown: 0 };
    },
  });
  const change = (runs: RunRecord[]) => events.emit({ type: 'project-changed', snapshot: snapshot('a', runs) });
  change([run('r', 'finished')]);
  expect(reads).toEqual([]); // nothing has been shown yet
  await evaluating.load();
  change([run('r', 'running', 2)]);
  change([run('r', 'running', 2), run('t', 'running')]);
  expect(reads).toEqual(['a']);
  change([run('t', 'running')]);
  expect(reads).toEqual(['a', 'a']);
});

test('a measurement that is cancelled says nothing, and the next one can begin', async () => {
  let cancel = () => {};
  const { evaluating } = await openStudio({
    measureCheckpoint: () =>
      new Promise((_, reject) => {
        cancel = () => reject(new OcaqError('cancelled', 'Cancelled.'));
      }),
  });
  const measuring = evaluating.start('c');
  expect(evaluating.store.getState().isMeasuring).toBe(true);
  cancel();
  await measuring;
  expect(evaluating.store.getState()).toMatchObject({ isMeasuring: false, error: null });
});

test('an error of a measurement is shown in the project that it was made in alone', async () => {
  let fail = () => {};
  const { evaluating, studio } = await openStudio({
    measureCheckpoint: () =>
      new Promise((_, reject) => {
        fail = () => reject(new OcaqError('checkpoint-missing', 'Gone.'));
      }),
  });
  const measuring = evaluating.start('c');
  await studio.openProject('b');
  expect(evaluating.store.getState().isMeasuring).toBe(true);
  fail();
  await measuring;
  expect(evaluating.store.getState()).toMatchObject({ isMeasuring: false, error: null });
});
