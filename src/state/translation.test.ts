import { expect, it } from 'vitest';
import type { TranslationRecord } from '../worker/api.ts';
import { openStudio } from './fixtures.ts';

const record = (id: string, address: string) => ({ id, options: { endpoint: { address } } }) as TranslationRecord;

it('sends the key of a service to that service alone', async () => {
  const sent: [string, string][] = [];
  const { translation } = await openStudio({
    listTranslations: async () => [record('a', 'https://a.example/v1'), record('b', 'https://b.example')],
    resumeTranslation: async (id, key) => {
      sent.push([id, key]);
      return record(id, '');
    },
    retryTranslated: async (id, _, key) => {
      sent.push([id, key]);
      throw new Error('none');
    },
    readTranslation: async () => ({ rows: [], total: 0, toLookAt: 0 }),
  });
  await translation.load();
  translation.setKey('https://a.example', ' secret ');
  await translation.resume('a');
  await translation.resume('b');
  await translation.show('b');
  expect(await translation.retry({ index: 0 } as never)).toBe(false);
  expect(sent).toEqual([
    ['a', 'secret'],
    ['b', ''],
    ['b', ''],
  ]);
});

it('begins one translation, however often it is asked to while it is being stored', async () => {
  let created = 0;
  const { translation } = await openStudio({
    createTranslation: async () => {
      created++;
      return record('a', 'https://a.example');
    },
    resumeTranslation: async () => record('a', 'https://a.example'),
  });
  await Promise.all([translation.start('s'), translation.start('s')]);
  expect(created).toBe(1);
  expect(translation.store.getState()).toMatchObject({ starting: false, working: [] });
});
