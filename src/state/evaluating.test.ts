import { expect, test } from 'vitest';
import { OcaqError } from '../errors.ts';
import type { EvaluationSet, Measurement, RecognisedSet } from '../worker/api.ts';
import { chosenSet, type EvaluatingState, FEW_PAIRS } from './evaluating.ts';
import { openStudio } from './fixtures.ts';

const file = new File(['a'], 'a.jsonl');
const exam = (asksBase: boolean): RecognisedSet => ({ kind: 'exam', items: 1, form: 'plain', asksBase });

test.each<[string, Pick<EvaluatingState, 'choice' | 'file'>, EvaluationSet | null]>([
  ['held-out text', { choice: 'held-out', file: null }, { kind: 'held-out' }],
  ['a few pairs', { choice: 'azblimp-few', file: null }, { kind: 'azblimp', each: FEW_PAIRS }],
  ['no file yet', { choice: 'file', file: null }, null],
  ['a file that is being looked at', { choice: 'file', file: { file, set: null, indexBase: null } }, null],
  [
    'an exam',
    { choice: 'file', file: { file, set: exam(false), indexBase: null } },
    { kind: 'exam', file, indexBase: null },
  ],
  [
    'prompts',
    { choice: 'file', file: { file, set: { ...exam(false), kind: 'prompts' }, indexBase: null } },
    { kind: 'prompts', file, maxTokens: 9 },
  ],
  ['one that asks', { choice: 'file', file: { file, set: exam(true), indexBase: null } }, null],
  [
    'one that was answered',
    { choice: 'file', file: { file, set: exam(true), indexBase: 'one' } },
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
  await evaluating.takeFile(file);
  expect(evaluating.store.getState()).toMatchObject({ choice: 'file', file: { set: { kind: 'exam' } }, error: null });
  await evaluating.takeFile(file, 'pairs');
  expect(evaluating.store.getState()).toMatchObject({ file: { set: { kind: 'exam' } }, error: { code: 'pairs-none' } });
});

test('a result that there is no room to keep is shown all the same, with what is in the way', async () => {
  const measurement = { id: 'm', checkpoint: 'c' } as Measurement;
  const kept = { ...measurement, id: 'k' };
  const unkept = { code: 'storage-full', message: 'No room.', details: {} } as const;
  const { evaluating } = await openStudio({
    listMeasurements: async () => [kept],
    measureCheckpoint: async () => ({ measurement, unkept }),
  });
  await evaluating.start('c');
  expect(evaluating.store.getState()).toMatchObject({
    ...{ isMeasuring: false, measurements: [kept, measurement], error: { code: 'storage-full' } },
  });
});
