import 'fake-indexeddb/auto';
import { expect, test, vi } from 'vitest';
import { openDatabase } from '../../storage/database.ts';
import { deleteSource } from '../../storage/documents.ts';
import * as gzip from '../../storage/gzip.ts';
import { createProject } from '../../storage/projects.ts';
import { Hub } from '../hub.ts';
import { importFile } from './corpus.ts';
import { KnownDocuments } from './known-documents.ts';

const options = { format: 'text', split: 'line', field: null, skipSteps: ['short-lines'] } as const;

test('duplicates are found across files, without reading again what has just been imported', async () => {
  const database = await openDatabase('worker-corpus');
  const hub = new Hub(database, () => undefined);
  const known = new KnownDocuments(hub);
  const [a, b] = [(await createProject(database, 'a')).id, (await createProject(database, 'b')).id];
  const reads = vi.spyOn(gzip, 'gunzipJson');
  const add = async (project: string, ...lines: string[]) => {
    const file = new File([lines.join('\n')], 'f.txt');
    const source = await importFile(hub, known, project, crypto.randomUUID(), file, {
      ...options,
      skipSteps: ['short-lines'],
    });
    return { id: source.id, documents: source.documents };
  };
  const first = await add(a, 'one', 'two');
  expect(first.documents).toBe(2);
  expect((await add(a, 'two', 'three')).documents).toBe(1);
  expect(reads).not.toHaveBeenCalled();

  expect((await add(b, 'one', 'two')).documents).toBe(2);
  expect((await add(a, 'three', 'four')).documents).toBe(1);
  expect(reads).toHaveBeenCalledTimes(2);

  await deleteSource(database, first.id);
  expect((await add(a, 'one', 'four')).documents).toBe(1);

  hub.cancel('cancelled');
  const cancelled = importFile(hub, known, a, 'cancelled', new File(['five\nsix'], 'f.txt'), {
    ...options,
    skipSteps: [],
  });
  hub.cancel('cancelled');
  await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
  expect((await add(a, 'five', 'six')).documents).toBe(2);
});
