import { expect, test } from 'vitest';
import { OcaqError } from '../errors.ts';
import { openStudio } from './fixtures.ts';

const gone = new OcaqError('file-unreadable', '"a.txt" can no longer be read.', { file: 'a.txt' });

test('files that cannot be had when they are dropped are told on the screen that takes them', async () => {
  const { corpus, importing } = await openStudio();
  await corpus.addDropped(Promise.reject(gone));
  expect(corpus.store.getState()).toMatchObject({ error: gone, pending: [] });
  await importing.addDropped(Promise.reject(gone));
  expect(importing.store.getState()).toEqual({ error: gone, importing: false });
  await importing.addDropped(Promise.resolve(null));
});

test('what is not an error of ours is told too', async () => {
  const { corpus } = await openStudio();
  await corpus.addDropped(Promise.reject(new TypeError('no')));
  expect(corpus.store.getState().error?.code).toBe('unexpected');
});
