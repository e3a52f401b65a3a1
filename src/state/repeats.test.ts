import { expect, test } from 'vitest';
import { OcaqError } from '../errors.ts';
import type { RepeatComparison, RunRecord } from '../worker/api.ts';
import type { Api } from './connection.ts';
import { run } from './fixtures.ts';
import { createRepeats } from './repeats.ts';
import type { Training } from './training.ts';

const comparison: RepeatComparison = { original: 'a', steps: 3, firstOther: null, checkpoints: [] };
const training = {
  startBy: (call: (budget: number) => Promise<RunRecord>) => call(7),
} as Training;
const repeats = (api: Partial<Api>) => createRepeats(api as Api, training);

test('a run is done again within the memory budget', async () => {
  const asked: unknown[] = [];
  const startRepeat = async (...what: unknown[]) => {
    asked.push(what);
    return run('b', 'running');
  };
  expect((await repeats({ startRepeat } as Partial<Api>).start(run('a', 'finished')))?.id).toBe('b');
  expect(asked).toEqual([['a', 7]]);
});

test('how far it came is that of the run that is looked at, and of a run that is gone nothing', async () => {
  const waiting: ((value: RepeatComparison | null) => void)[] = [];
  const compareRepeat = (id: string) =>
    id === 'gone'
      ? Promise.reject(new OcaqError('run-missing', 'gone'))
      : new Promise<RepeatComparison | null>((resolve) => waiting.push(resolve));
  const { store, compare } = repeats({ compareRepeat } as Partial<Api>);
  const [first, second] = [compare('b'), compare('c')];
  waiting[0]!(comparison);
  await first;
  expect(store.getState()).toEqual({ of: 'c', comparison: null });
  waiting[1]!(comparison);
  await second;
  expect(store.getState()).toEqual({ of: 'c', comparison });
  await compare('gone');
  expect(store.getState()).toEqual({ of: 'gone', comparison: null });
});
