import { expect, it } from 'vitest';
import { OcaqError } from '../errors.ts';
import type { SelfInstructRecord } from '../worker/api.ts';
import { openStudio } from './fixtures.ts';
import { parseDraft } from './kept-draft.ts';

const record = (id: string, address: string) => ({ id, options: { address } }) as SelfInstructRecord;

it('begins one job, however often it is asked to, and sends it the key of its service alone', async () => {
  const sent: [string, string][] = [];
  const { selfInstruct, serviceKeys } = await openStudio({
    createSelfInstruct: async (_, { address, count }) => {
      expect(count).toBe(7);
      return record('a', address);
    },
    listSelfInstruct: async () => [record('b', 'https://b.example')],
    resumeSelfInstruct: async (id, key) => {
      sent.push([id, key]);
      return record(id, '');
    },
  });
  await selfInstruct.load();
  serviceKeys.set('https://a.example', ' secret ');
  selfInstruct.change({ address: ' https://a.example/v1 ', count: 7 });
  await Promise.all([selfInstruct.start('s'), selfInstruct.start('s')]);
  await selfInstruct.resume('b');
  expect(sent).toEqual([
    ['a', 'secret'],
    ['b', ''],
  ]);
  expect(selfInstruct.store.getState()).toMatchObject({ starting: false, working: [], error: null });
});

it('still says why it stopped after its tasks were read anew', async () => {
  const { selfInstruct } = await openStudio({
    listSelfInstruct: async () => [record('a', 'https://a.example')],
    readWrittenTasks: async () => ({ rows: [], total: 0, toLookAt: 0 }),
    resumeSelfInstruct: async () => {
      throw new OcaqError('tasks-stalled', 'Nothing new.');
    },
  });
  await selfInstruct.load();
  await selfInstruct.show('a');
  await selfInstruct.resume('a');
  expect(selfInstruct.store.getState()).toMatchObject({
    failures: { a: { code: 'tasks-stalled' } },
    page: { total: 0 },
  });
});

it('takes of a stored draft what is of the right kind', () => {
  const first = { address: '', count: 1 };
  expect(parseDraft(first, '{"address":"https://a.example","count":"2","other":1}')).toEqual({
    address: 'https://a.example',
    count: 1,
  });
  expect(parseDraft(first, 'no JSON')).toEqual(first);
  expect(parseDraft(first, null)).toEqual(first);
});
