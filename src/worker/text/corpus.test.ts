import 'fake-indexeddb/auto';
import { expect, test, vi } from 'vitest';
import { DEFAULT_STEPS, type StepChoice } from '../../data/cleaning/table.ts';
import { openDatabase } from '../../storage/database.ts';
import { deleteSource, listSources } from '../../storage/documents.ts';
import * as gzip from '../../storage/gzip.ts';
import { createProject } from '../../storage/projects.ts';
import { Hub } from '../hub.ts';
import { type SourceDetails, toSource } from '../stored.ts';
import { importFile } from './corpus.ts';
import { KnownDocuments } from './known-documents.ts';

const cleaning = DEFAULT_STEPS.filter(({ id }) => id !== 'short-lines');
const options = { format: 'text', split: 'line', field: null, cleaning } as const;

test('duplicates are found across files, without reading again what has just been imported', async () => {
  const database = await openDatabase('worker-corpus');
  const hub = new Hub(database, () => undefined);
  const known = new KnownDocuments(hub);
  const [a, b] = [(await createProject(database, 'a')).id, (await createProject(database, 'b')).id];
  const reads = vi.spyOn(gzip, 'gunzipJson');
  const add = async (project: string, ...lines: string[]) => {
    const file = new File([lines.join('\n')], 'f.txt');
    const source = await importFile(hub, known, project, crypto.randomUUID(), file, options);
    return { id: source?.id ?? '', documents: source?.documents ?? null };
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
  const cancelled = importFile(hub, known, a, 'cancelled', new File(['five\nsix'], 'f.txt'), options);
  hub.cancel('cancelled');
  await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
  expect((await add(a, 'five', 'six')).documents).toBe(2);
});

test('a file whose documents are all there changes nothing, also where duplicates may stay', async () => {
  const database = await openDatabase('worker-corpus-again');
  const hub = new Hub(database, () => undefined);
  const known = new KnownDocuments(hub);
  const project = (await createProject(database, 'a')).id;
  const add = async (text: string, steps: readonly StepChoice[] = cleaning) => {
    const file = new File([text], 'f.txt');
    return importFile(hub, known, project, crypto.randomUUID(), file, { ...options, cleaning: steps });
  };
  await add('one\ntwo');
  const before = await listSources(database, project);
  expect(await add('one\ntwo')).toBeNull();
  expect(await add('two\n two ')).toBeNull();
  expect(await add('one', [])).toBeNull();
  expect(await listSources(database, project)).toEqual(before);
  // One that is left with nothing for another reason stays, and its report says why.
  expect(await add('.', DEFAULT_STEPS)).toMatchObject({ documents: 0 });
  expect((await add('one\nthree'))?.documents).toBe(1);
});

test('a source keeps the steps that it was cleaned with; one of an earlier version names them from its report', async () => {
  const database = await openDatabase('worker-corpus-steps');
  const hub = new Hub(database, () => undefined);
  const project = (await createProject(database, 'a')).id;
  const short = [{ id: 'short-lines', options: { minDocumentCharacters: 2 } }];
  const file = new File(['one\n2'], 'f.txt');
  const source = await importFile(hub, new KnownDocuments(hub), project, 'job', file, {
    ...options,
    cleaning: short,
  });
  expect(source).toMatchObject({ documents: 1, cleaning: short, steps: [{ id: 'short-lines', removed: 1 }] });

  const [stored] = await listSources(database, project);
  if (!stored) throw new Error('the source is gone');
  expect(toSource(stored)).toEqual(source);
  const { cleaning: _, ...earlier } = stored.details as SourceDetails;
  expect(toSource({ ...stored, details: earlier }).cleaning).toEqual([
    { id: 'short-lines', options: { minDocumentCharacters: 20, minLineLetters: 3 } },
  ]);
});
